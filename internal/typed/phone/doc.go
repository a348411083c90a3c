// Package phone is the one notion of a telephone number: how people write one,
// which texts are the same number, and of which country and kind it is. It must
// not know forms, messages or merchants.
package phone
