// Package cleantext turns what people type or paste into what they mean, before
// anybody judges it: signs that nobody sees go, blanks and line breaks become
// one blank, and where figures are asked for, those of every script become
// ASCII. Every function is idempotent. It must not know fields or forms.
package cleantext
