package hpp

// provider is the provider of a session's payment.
func (s *SessionService) provider(session Session) (Provider, error) {
	provider, ok := s.Providers.ByName(session.Payment.Provider)
	if !ok {
		return nil, newError(CodeUnavailable, "The provider "+session.Payment.Provider+" is no longer configured")
	}
	return provider, nil
}

// serverAuthorizer is the provider of a session that servers ask for an
// authorization.
func (s *SessionService) serverAuthorizer(session Session) (ServerAuthorizer, error) {
	provider, err := s.provider(session)
	if err != nil {
		return nil, err
	}
	authorizer, ok := provider.(ServerAuthorizer)
	if !ok {
		return nil, newError(CodeNotAllowed, "Payments of this session are authorized at the provider")
	}
	return authorizer, nil
}
