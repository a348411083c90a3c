package member

import "regexp"

// The forms that all APIs share (provider.md A.3.1), in either case.
var (
	Country  = regexp.MustCompile(`^[A-Za-z]{2}$`)
	Currency = regexp.MustCompile(`^[A-Za-z]{3}$`)
	Locale   = regexp.MustCompile(`^[A-Za-z]{2}(?:-[A-Za-z]{2})*$`)
)
