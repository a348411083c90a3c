package callback

import "time"

// Schedule is the wait before each try: four quick ones as published, then a
// tail of about 76 hours for receivers that are down (docs/spec/decisions.md §6).
var Schedule = append(PublishedSchedule[:len(PublishedSchedule):len(PublishedSchedule)],
	time.Minute, 5*time.Minute, 30*time.Minute,
	2*time.Hour, 5*time.Hour, 10*time.Hour, 10*time.Hour, 14*time.Hour, 14*time.Hour, 20*time.Hour,
)

// PublishedSchedule is the published schedule alone: four calls in all (docs/spec/hpp.md §8).
var PublishedSchedule = []time.Duration{0, 3 * time.Second, 8 * time.Second, 20 * time.Second}
