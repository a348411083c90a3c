package cleantext

import "unicode"

// digit is the ASCII digit that a decimal digit of any script stands for.
func digit(r rune) rune {
	if r <= unicode.MaxASCII || !unicode.Is(unicode.Nd, r) {
		return r
	}
	for _, span := range unicode.Nd.R16 {
		if r <= rune(span.Hi) {
			return '0' + (r-rune(span.Lo))%10
		}
	}
	for _, span := range unicode.Nd.R32 {
		if r <= rune(span.Hi) {
			return '0' + (r-rune(span.Lo))%10
		}
	}
	return r
}

// narrow is the ASCII form of a full-width or small one, as keyboards for
// Chinese and Japanese write, and of the Arabic date separator.
func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '﹢':
		return '+'
	case r == '。', r == '｡', r == '﹒':
		return '.'
	case r == '\u060D':
		return '/'
	}
	return r
}
