package phone

// Normal is a number's one form for comparing: E.164 where it can be read,
// whether or not a plan knows the number, else what Clean leaves of it.
func Normal(text, country string) string {
	if n, ok := Read(text, country); ok {
		return n.E164
	}
	if digits := digitsOf(Clean(text)); Possible(text) {
		return digits
	}
	return Clean(text)
}

// Same reports whether two texts are the same number for people of a country,
// however each is written.
func Same(a, b, country string) bool { return Normal(a, country) == Normal(b, country) }
