package fsck

import "context"

// Opener opens a source as of the moment at which it is called, and closes it
// once use returns.
type Opener func(ctx context.Context, use func(Source) error) error

// RunOn is Run on a source that open opens. Where a source shows its lists as
// of several moments, and servers go on beside the check, a change under way
// looks like a fault: there, what was found is looked at again at a later
// moment, and only what is found both times is reported.
func (c Check) RunOn(ctx context.Context, open Opener) (Report, error) {
	report, suspected, err := c.checkOnce(ctx, open)
	if err != nil || len(suspected) == 0 {
		return report, err
	}
	report, again, err := c.checkOnce(ctx, open)
	if err != nil {
		return nil, err
	}
	before := map[Finding]bool{}
	for _, one := range suspected {
		before[one] = true
	}
	for i := range report {
		report[i].Findings = 0
	}
	for _, one := range again {
		if before[one] {
			report.of(one.Invariant).Findings++
			c.Found(one)
		}
	}
	return report, nil
}

// checkOnce is one run. Findings that are sure are reported as they are found;
// suspected are those of a source of several moments.
func (c Check) checkOnce(ctx context.Context, open Opener) (report Report, suspected []Finding, err error) {
	err = open(ctx, func(source Source) error {
		c.Source = source
		if !source.OneMoment() {
			c.Found = func(one Finding) { suspected = append(suspected, one) }
		}
		report, err = c.Run(ctx)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return report, suspected, nil
}
