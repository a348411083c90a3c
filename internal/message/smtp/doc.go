// Package smtp owns how an e-mail is handed to the operator's mail server: the
// server's address, the encoded message, one SMTP dialogue and what its replies
// mean. It must not know why a message is sent or when it is tried again.
package smtp
