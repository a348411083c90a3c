package doctor

// Settings judges what the operator decided: slips are variables that are almost a setting's name,
// unknown those that begin as settings do and are none, and wrong what is said of values.
func Settings(slips, unknown, wrong error) []Finding {
	const check = "settings"
	var found []Finding
	if slips != nil {
		found = append(found, fail(check, slips.Error(), "rename the variable: the setting that was meant is at its default"))
	}
	if unknown != nil {
		found = append(found, warn(check, unknown.Error(), "remove the variable, or look for its name in openhpp serve --help"))
	}
	if wrong != nil {
		found = append(found, fail(check, wrong.Error(), "correct it: the server does not start with it"))
	}
	if len(found) == 0 {
		found = append(found, fine(check, "every variable is known and every value is right"))
	}
	return found
}

// Secret judges the server's secret: err is why it cannot be read, weak whether it can be guessed.
func Secret(err error, weak, production bool) Finding {
	const check = "secret"
	switch {
	case err != nil:
		return fail(check, err.Error(), "serve makes the file at its first start; from a backup, restore it beside the database; openssl rand -hex 32 makes a new one, under which old credentials and links end; chmod 600 keeps it")
	case weak && production:
		return fail(check, "the secret can be guessed", "openssl rand -hex 32 makes one that cannot; merchants get new credentials then")
	case weak:
		return warn(check, "the secret can be guessed", "openssl rand -hex 32 makes one that cannot; production refuses this one")
	}
	return fine(check, "it is long enough and only its owner reads it")
}

// Provider judges whether anybody takes payments.
func Provider(who string, ok bool) Finding {
	const check = "provider"
	if !ok {
		return fail(check, who, "openhpp merchant upstream set gives a merchant an account at Klarna or Kustom; test money needs OPENHPP_ENVIRONMENT=playground")
	}
	return fine(check, "payments are taken by %s", who)
}
