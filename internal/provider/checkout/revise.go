package checkout

import (
	"context"
	"errors"
	"time"

	"github.com/openhpp/openhpp/internal/hpp"
	"github.com/openhpp/openhpp/internal/provider/endpoint"
	"github.com/openhpp/openhpp/internal/provider/payer"
	"github.com/openhpp/openhpp/internal/provider/purchase"
)

// revisions bounds how often a question is put again because the order
// changed meanwhile.
const revisions = 3

// Revise takes in what a payer typed and chose and asks the merchant about it
// where the merchant wants to be asked (docs/spec/provider.md B.6.1).
func (s *Service) Revise(ctx context.Context, merchant hpp.MerchantID, id string, r hpp.Choice) (hpp.RevisedOrder, error) {
	now := s.now()
	for range revisions {
		o, err := s.order(ctx, merchant, id)
		if err != nil {
			return hpp.RevisedOrder{}, err
		}
		if !o.Open() {
			return hpp.RevisedOrder{Payment: o.page()}, nil
		}
		typed := payer.Details(r.Payer)
		if !r.DeliveryOnly {
			typed = payer.Tidy(typed, o.Purchase.PurchaseCountry)
			if fields := payer.Faulty(typed, now); len(fields) > 0 {
				return hpp.RevisedOrder{Fields: fields}, nil
			}
		}
		wanted, err := s.consult(ctx, o, r, typed)
		if no, ok := errors.AsType[*stopped](err); ok {
			return hpp.RevisedOrder{Refused: true, MerchantMessage: no.text, MerchantRedirect: no.to}, nil
		}
		if err != nil {
			return hpp.RevisedOrder{}, err
		}
		saved, err := s.keep(ctx, o, wanted, now)
		if errors.Is(err, errChanged) {
			continue
		}
		if err != nil {
			return hpp.RevisedOrder{}, endpoint.NotFoundAs(err, noOrder(id))
		}
		return hpp.RevisedOrder{Payment: saved.page()}, nil
	}
	return hpp.RevisedOrder{}, errChanged
}

// keep saves a purchase unless the order is no longer as it was.
func (s *Service) keep(ctx context.Context, o Order, wanted Purchase, now time.Time) (Order, error) {
	_, err := s.Store.UpdateCheckout(ctx, o.Merchant, o.ID, endpoint.IdempotencyKey{At: now}, func(current *Order) (endpoint.Answer, error) {
		if current.Version != o.Version {
			return endpoint.Answer{}, errChanged
		}
		given := current.given()
		current.Given, current.Purchase = &given, wanted
		current.modify(now)
		o = *current
		return endpoint.Answer{}, nil
	})
	return o, err
}

// consult lays what the payer typed and chose over the purchase and puts the
// questions that arise.
func (s *Service) consult(ctx context.Context, o Order, r hpp.Choice, typed payer.Details) (Purchase, error) {
	before, urls := o.Purchase, o.Purchase.MerchantUrls
	p := before
	if !r.DeliveryOnly {
		p = withAddress(before, typed)
	}
	var err error
	switch {
	case p.BillingAddress.Country != before.BillingAddress.Country && before.BillingAddress.Country != "" && urls.CountryChange != "":
		p, err = s.revised(ctx, s.filled(o, urls.CountryChange), p)
	case (p.BillingAddress != before.BillingAddress || p.ShippingAddress != before.ShippingAddress) && urls.AddressUpdate != "":
		p, err = s.revised(ctx, s.filled(o, urls.AddressUpdate), p)
	}
	if err != nil {
		return p, err
	}
	chosen, known := option(p, r.Delivery)
	if !known || chosen.Id == p.SelectedShippingOption.Id {
		return p, nil
	}
	if deliver(&p, chosen); p.OrderAmount < 0 {
		return before, &stopped{}
	}
	if urls.ShippingOptionUpdate != "" {
		p, err = s.revised(ctx, s.filled(o, urls.ShippingOptionUpdate), p)
	}
	return p, err
}

// withAddress is a purchase with the payer's address; the shipping address
// follows it unless the merchant gave another.
func withAddress(p Purchase, typed payer.Details) Purchase {
	together := p.ShippingAddress == (Address{}) || p.ShippingAddress == p.BillingAddress
	if typed.WholeAddress {
		p.BillingAddress.StreetAddress2, p.BillingAddress.Region = "", ""
	}
	address := addressOf(typed)
	if purchase.Renamed(purchaseAddress(p.BillingAddress), purchaseAddress(address)) {
		p.Customer.Gender, p.Customer.DateOfBirth = "", ""
	}
	p.BillingAddress = overlay(p.BillingAddress, address)
	if together {
		p.ShippingAddress = p.BillingAddress
	}
	if typed.DateOfBirth != "" {
		p.Customer.DateOfBirth = typed.DateOfBirth
	}
	return p
}
