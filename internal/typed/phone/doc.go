// Package phone owns what a telephone number is: how people write one, which
// texts are the same number, and of which country and kind it is. It must not
// know forms, messages or merchants.
package phone
