package main

// doctorCommand looks at what is around a server. It makes and changes nothing.
type doctorCommand struct {
	Upstream doctorUpstream `cmd:"" help:"Take a first look at a merchant's account at Klarna or Kustom: are the credentials right, which members has a payment session, not what stands in them."`
}
