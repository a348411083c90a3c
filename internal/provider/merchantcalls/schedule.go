package merchantcalls

import "time"

// pushFor is how long a push goes on, from the placing of the order.
const pushFor = 48 * time.Hour

// The waits before each try, the first included (the first of a push is in
// its due time already).
var (
	// AuthorizationSchedule: three tries, delays growing from a second.
	AuthorizationSchedule = []time.Duration{0, time.Second, 2 * time.Second}
	// PushSchedule: 2, 5, 15, 30 and 60 minutes, then every four hours; the
	// push itself ends after 48 hours.
	PushSchedule = []time.Duration{0, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 4 * time.Hour}
	// DecisionSchedule: every ten minutes for a day.
	DecisionSchedule = everyTenMinutes(24 * time.Hour)
)

func everyTenMinutes(during time.Duration) []time.Duration {
	const wait = 10 * time.Minute
	schedule := make([]time.Duration, during/wait)
	for i := range schedule[1:] {
		schedule[i+1] = wait
	}
	return schedule
}
