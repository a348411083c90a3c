package hpp

import "github.com/openhpp/openhpp/internal/weburl"

// CheckURL lets the fuzzer reach the judge of merchant addresses.
func CheckURL(raw string) error {
	_, err := weburl.Browser(raw)
	return err
}
