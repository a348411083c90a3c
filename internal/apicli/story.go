package apicli

import (
	"context"
	"fmt"
	"time"
)

// Story prints what happened to a session, in order, and the answers that are asked for most.
func (c Caller) Story(ctx context.Context, id string) error {
	d, err := c.get(ctx, below(storedPath, id)+"/story")
	if err != nil {
		return err
	}
	var story struct {
		Entries []struct {
			At   time.Time `json:"at"`
			Kind string    `json:"kind"`
			Text string    `json:"text"`
		} `json:"entries"`
		Answers struct {
			Opened struct {
				Yes bool `json:"yes"`
			} `json:"opened"`
			Declined struct {
				Text string `json:"text"`
			} `json:"declined"`
			Told struct {
				State string `json:"state"`
				Tries int    `json:"tries"`
			} `json:"told"`
		} `json:"answers"`
	}
	if err := d.into(&story); err != nil {
		return err
	}
	if c.JSON || c.Quiet {
		return c.show(d, id)
	}
	for _, entry := range story.Entries {
		if _, err := fmt.Fprintf(c.Out, "%s  %-9s %s\n", at(entry.At), entry.Kind, entry.Text); err != nil {
			return err
		}
	}
	opened := "no"
	if story.Answers.Opened.Yes {
		opened = "yes"
	}
	_, _ = fmt.Fprintln(c.Out)
	return c.show(d, id, field{"Did a payer act", opened}, field{"Why it was declined", story.Answers.Declined.Text},
		field{"Was the shop told", fmt.Sprintf("%s, tries: %d", story.Answers.Told.State, story.Answers.Told.Tries)})
}
