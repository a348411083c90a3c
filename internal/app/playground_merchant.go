package app

import (
	"context"
	"fmt"

	"github.com/openhpp/openhpp/internal/merchant"
)

// ensurePlaygroundMerchant makes the merchant whose credentials the configuration chooses,
// if it does. Config.check has judged them.
func (a *App) ensurePlaygroundMerchant(ctx context.Context, c Config) error {
	if c.PlaygroundMerchant == "" {
		return nil
	}
	username, password, err := merchant.CheckPair(c.PlaygroundMerchant)
	if err != nil {
		return err
	}
	id, err := a.merchants.Fix(ctx, username, password, "Playground shop")
	if err != nil {
		return fmt.Errorf("OPENHPP_PLAYGROUND_MERCHANT: %w", err)
	}
	secret, err := a.merchants.SigningSecret(ctx, id)
	if err != nil {
		return fmt.Errorf("OPENHPP_PLAYGROUND_MERCHANT: %w", err)
	}
	a.fixed = merchant.Credentials{MerchantID: id, Username: username, Password: password, WebhookSecret: secret}
	a.log.Info("the merchant of OPENHPP_PLAYGROUND_MERCHANT is there", "merchant", string(id))
	return nil
}

// FixedMerchant is the merchant of OPENHPP_PLAYGROUND_MERCHANT; false: there is none.
func (a *App) FixedMerchant() (merchant.Credentials, bool) {
	return a.fixed, a.fixed.MerchantID != ""
}

// checkPlaygroundMerchant judges the chosen credentials.
func (c *Config) checkPlaygroundMerchant() error {
	if c.PlaygroundMerchant == "" {
		return nil
	}
	if c.Environment == Production {
		return fmt.Errorf("OPENHPP_PLAYGROUND_MERCHANT: must be empty in production, where passwords are generated: openhpp merchant create")
	}
	if _, _, err := merchant.CheckPair(c.PlaygroundMerchant); err != nil {
		return fmt.Errorf("OPENHPP_PLAYGROUND_MERCHANT: %w", err)
	}
	return nil
}
