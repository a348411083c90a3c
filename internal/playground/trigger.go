package playground

import "strconv"

// Trigger is one way to get a result by the payer's details (docs/spec/provider.md E.1,
// E.2). Patterns of addresses are tags: they work in any address, with any
// name before and any domain behind.
type Trigger struct {
	Input  string
	Result string
}

// Triggers are all that decide here, for people to read.
var Triggers = []Trigger{
	{"any address without a tag, customer@email.se", "approved"},
	{"+denied", "declined"},
	{"the denied phone of the market", "declined"},
	{"+denied+auth_id_scan and other auth_… tags", "approved: the code stands for the further step"},
	{"+red", "not offered: withdrawn before a code is asked for"},
	{"+pend-accept-NN", "approved, the order is PENDING and accepted after NN minutes"},
	{"+pend-reject-NN", "approved, the order is PENDING and rejected after NN minutes"},
	{"+reject_reason_REASON", "declined with the reason; an unknown one counts as other"},
	{"+13105558636 to +13105558647, in the United States", "declined with the reasons in the order below"},
	{"+new_user, +require_signup, +disputed-REASON", "approved"},
	{"+silent", "no answer for ten seconds, then approved without a code: the page says that it is checking"},
	{"+stalled", "no answer at all, until the sandbox resolves it"},
	{"+wrong_code", "every code is wrong"},
	{"+now", "no code is asked for"},
	{"+pend-accept-Ns, +pend-reject-Ns", "as with minutes, after N seconds"},
	{"+pend-never", "approved, the order stays PENDING"},
	{"+lapsed", "approved, and no order can be made of it"},
	{"+uncaptured", "approved, and captures are declined"},
	{"+token_suspended", "a customer token that is suspended"},
	{"+token_failed", "a customer token that cannot be charged"},
	{"code 999999", "wrong code; the third time declines"},
	{"any other six digits", "the code passes"},
}

// RejectingPhone is the American phone that is refused with the reason at i.
func RejectingPhone(i int) string { return "+" + strconv.Itoa(firstRejecting+i) }

// Reasons are the words behind reject_reason_, in the order of the phones.
func Reasons() []string { return append([]string{}, reasons...) }
