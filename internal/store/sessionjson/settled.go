package sessionjson

// Settled reports whether a stored session has no attempt whose outcome is
// unknown. One that cannot be read tells nothing of it, and is not settled.
func Settled(text []byte) bool {
	s, err := Decode("", text)
	return err == nil && !s.Busy()
}
