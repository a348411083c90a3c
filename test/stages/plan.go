package main

import (
	"slices"
	"strings"
)

// stage is one run of "go test".
type stage struct {
	name string
	env  []string // further variables, as NAME=value
	args []string // of "go test"
	disk bool     // what its tests write goes to a disk
}

// Servers that are killed, and those whose times are measured, have a disk as
// they will have; all others write to memory.
const onDisk, inMemory = true, false

// The engines of the whole program's tests, apart from SQLite.
var (
	postgres = []string{"OPENHPP_TEST_DATABASE=postgres"}
	pooler   = []string{"OPENHPP_TEST_DATABASE=pgbouncer"}
)

// cluster needs three databases under Patroni, and minutes: `make ha`.
const cluster = "TestLeadersKilled"

// measured hold the program to times that other work on the machine would
// change. They run alone.
var measured = []string{
	"TestAPayerWhoPaidIsInTheShopAtOnce", "TestNothingIsLostOnABadNetwork",
	"TestAnOpenPageFollowsAnother", "TestAnOpenPageLearnsOfACancellation", "TestDisabledWhileOpen", "TestExpiresWhileOpen",
	"TestFirstPaintOnASlowNetwork", "TestTheButtonFollowsAtOnce",
	"TestHangingHostsHoldUpNoOthers",
	"TestMerchantsBesideARunningServer", "TestGracefulStop", "TestRevokedEverywhere", "TestRunWithoutNetwork",
	"TestAllocationBudget",
	"TestNoFileCostsMoreThanItsShare", "TestLargePhotoBecomesOurs", "TestChildEndsWithItsContext", "TestSweepBesideWriters",
}

// unraced run many thousands of steps, a large database, or several whole
// programs, through code whose other tests run with the race detector, under
// which these take minutes.
var unraced = []string{
	"TestNoisyMerchantHoldsUpNoOther", "TestNoisyMerchantWouldHoldUpOthers",
	"TestAnyLife", "TestRandomLives", "TestStoreBehindAPooler", "TestStoreOnALooseEngine", "TestSweepsUseTheirIndexes", "TestLargeLists",
	"TestConformanceOfKlarnaPayments", "TestConformanceOfKustomCheckout", "TestCreateAtAnUpstream", "TestCreateWhileTheUpstreamFails",
	"TestOrdersAreBookedWithoutACallback", "TestAThousandPurchasesAndLateCallbacks",
}

// bothEngines are the browser tests that run on PostgreSQL too. What the others
// look at is drawn from values that stores hand out alike: storetest, which
// runs on both engines, and the whole of test/contract see to that. These cross
// what engines do in ways of their own: the order of commits and reads between
// two windows, time that the database compares, jobs that wait for another try,
// pictures as bytes, and text in every script.
var bothEngines = []string{
	"TestThreeModes", "TestDeclinedThenRetried", "TestCheckoutOrder", "TestACodeOnThePhoneIsPaid",
	"TestReceiverInTrouble", "TestMailServersSayNo", "TestMerchantsPictures", "TestMerchantsTextIsText",
}

// measuredOnBoth are those of measured that run on PostgreSQL too.
var measuredOnBoth = []string{
	"TestAnOpenPageFollowsAnother", "TestExpiresWhileOpen", "TestMerchantsBesideARunningServer", "TestGracefulStop",
}

// sideBySide are the stages that may run at the same time, the longest first.
// plain and race are the packages apart from test/.
func sideBySide(plain, race []string) []stage {
	without := append(slices.Clone(measured), cluster)
	skip, simple := "-skip="+only(without...), "-skip="+only(append(without, unraced...)...)
	return []stage{
		{"payer in a browser", nil, []string{"-count=1", skip, "./test/e2e"}, inMemory},
		{"packages where goroutines meet, with the race detector", []string{"CGO_ENABLED=1"}, slices.Concat([]string{"-race", simple}, race), inMemory},
		{"screens in a browser", nil, []string{"-count=1", skip, "./test/screens"}, inMemory},
		{"other packages", nil, slices.Concat([]string{simple}, plain), inMemory},
		// Replicas and what is restored have the same database whatever the engine.
		{"chaos on PostgreSQL", postgres, []string{"-count=1", "-skip=" + only("TestReplicasInTrouble", "TestRestored", cluster), "./test/chaos"}, onDisk},
		{"many steps and large databases", nil, []string{"-run=" + only(unraced...), "./internal/app", "./internal/hpp", "./internal/outbox", "./internal/provider", "./internal/retention", "./internal/shop", "./internal/store/..."}, inMemory},
		{"replicas", nil, []string{"-count=1", skip, "./test/replicas"}, onDisk},
		{"chaos", nil, []string{"-count=1", skip, "./test/chaos"}, onDisk},
		{"payer in a browser on PostgreSQL", postgres, []string{"-count=1", "-run=" + only(bothEngines...), "./test/e2e"}, inMemory},
		{"commands", nil, []string{"-count=1", skip, "./test/commands"}, inMemory},
		{"clients in other languages", nil, []string{"-count=1", "./test/clients"}, inMemory},
		{"fsck", nil, []string{"-count=1", "./test/fsck"}, inMemory},
		{"contract", nil, []string{"-count=1", skip, "./test/contract"}, inMemory},
		{"contract on PostgreSQL", postgres, []string{"-count=1", skip, "./test/contract"}, inMemory},
		{"contract behind PgBouncer", pooler, []string{"-count=1", skip, "./test/contract"}, inMemory},
		{"replicas in trouble behind PgBouncer", pooler, []string{"-count=1", "-run=" + only("TestReplicasInTrouble"), "./test/chaos"}, onDisk},
		{"load tools", nil, []string{skip, "./test/load/...", "./test/harness/...", "./test/stages/..."}, onDisk},
	}
}

// alone are the stages that run one after the other when all else is done.
func alone() []stage {
	return []stage{
		{"what measures time and memory", nil, []string{"-count=1", "-p=1", "-run=" + only(measured...), "./test/e2e", "./test/screens", "./test/commands", "./test/contract", "./test/replicas", "./internal/merchantimage", "./internal/outbox", "./internal/retention"}, onDisk},
		{"what measures time on PostgreSQL", postgres, []string{"-count=1", "-p=1", "-run=" + only(measuredOnBoth...), "./test/e2e", "./test/contract"}, onDisk},
	}
}

// only is a pattern for exactly these tests.
func only(tests ...string) string { return "^(" + strings.Join(tests, "|") + ")$" }
