// Package cleantext owns the cleaning of what people type or paste: invisible
// characters are removed, blanks and line breaks become one blank, and digits
// of every script become ASCII where digits are asked for. Every function is
// idempotent. It must not know fields or forms.
package cleantext
