package hpp

// MerchantID names a tenant in rows, jobs and logs.
type MerchantID string

// Merchant is an authenticated tenant. Its fields are closed so that a
// handler cannot make one up: only the merchant package, which checks
// credentials, calls Authenticated.
type Merchant struct {
	id   MerchantID
	name string
}

// Authenticated states that the caller proved to be this merchant.
func Authenticated(id MerchantID, name string) Merchant { return Merchant{id: id, name: name} }

// ID identifies the tenant.
func (m Merchant) ID() MerchantID { return m.id }

// ClientID names the tenant for limits and logs.
func (m Merchant) ClientID() string { return string(m.id) }

// Name is what payers read as the shop's name.
func (m Merchant) Name() string { return m.name }
