package hpp

// CheckURL lets the fuzzer reach the judge of merchant addresses.
func CheckURL(raw string) error {
	_, err := parseURL(raw)
	return err
}
