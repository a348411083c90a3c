package purchase

// Member is one member of an address, to read or to set.
type Member struct {
	Name  string
	Value *string
}

// Members lists an address's members, always in the same order.
func Members(a *Address) []Member {
	return []Member{
		{"given_name", &a.GivenName}, {"family_name", &a.FamilyName}, {"title", &a.Title},
		{"email", &a.Email}, {"phone", &a.Phone},
		{"street_address", &a.StreetAddress}, {"street_address2", &a.StreetAddress2},
		{"postal_code", &a.PostalCode}, {"city", &a.City}, {"region", &a.Region}, {"country", &a.Country},
		{"organization_name", &a.OrganizationName}, {"attention", &a.Attention},
	}
}

// Over lays the members that top gives over those of base.
func Over(base, top Address) Address {
	b, t := Members(&base), Members(&top)
	for i := range b {
		if *t[i].Value != "" {
			*b[i].Value = *t[i].Value
		}
	}
	return base
}

// Ordered is what an order holds: what was authorized with what the order
// adds. The payer's own word about the address stands: what the merchant had
// given and the payer removed does not come back. Differences must have found
// none.
func Ordered(held Purchase, given Address, sent Purchase) Purchase {
	held.OrderLines = sent.OrderLines
	held.BillingAddress = Over(without(fitting(sent.BillingAddress, held.BillingAddress), given), held.BillingAddress)
	held.ShippingAddress = Over(held.ShippingAddress, sent.ShippingAddress)
	if held.ShippingAddress == (Address{}) {
		held.ShippingAddress = held.BillingAddress
	}
	held.MerchantUrls = urlsOver(held.MerchantUrls, sent.MerchantUrls)
	for _, pair := range []struct {
		to   *string
		from string
	}{
		{&held.MerchantReference1, sent.MerchantReference1}, {&held.MerchantReference2, sent.MerchantReference2},
		{&held.MerchantData, sent.MerchantData}, {&held.Customer.DateOfBirth, sent.Customer.DateOfBirth},
		{&held.Customer.Type, sent.Customer.Type},
	} {
		if pair.from != "" {
			*pair.to = pair.from
		}
	}
	held.AutoCapture = sent.AutoCapture
	return held
}

// without is an address without the members that were given before.
func without(sent, given Address) Address {
	s, g := Members(&sent), Members(&given)
	for i := range s {
		if *g[i].Value != "" {
			*s[i].Value = ""
		}
	}
	return sent
}

func urlsOver(base, top MerchantURLs) MerchantURLs {
	for _, pair := range []struct {
		to   *string
		from string
	}{
		{&base.Confirmation, top.Confirmation}, {&base.Notification, top.Notification},
		{&base.Push, top.Push}, {&base.Authorization, top.Authorization},
	} {
		if pair.from != "" {
			*pair.to = pair.from
		}
	}
	return base
}
