package hpp

// AccountError says that a provider cannot be asked in a merchant's name: there
// are no credentials, the provider refuses them, or this server must not use that
// provider. Its merchant or the operator can mend it; no payer can.
type AccountError struct {
	// Message names the provider's host and what to do. It holds no secret.
	Message string
}

func (e *AccountError) Error() string { return "provider account: " + e.Message }
