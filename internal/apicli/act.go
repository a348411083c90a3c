package apicli

import (
	"context"
	"net/http"
	"strconv"

	"github.com/openhpp/openhpp/client"
)

const sandboxPath = "/sandbox/v1"

// ActOnSession brings a session of a playground to an outcome and prints what came of it.
func (c Caller) ActOnSession(ctx context.Context, id string, act client.Act) error {
	d, acted, err := c.act(ctx, id, act)
	if err != nil {
		return err
	}
	var deliveries []string
	for _, delivery := range acted.Deliveries {
		deliveries = append(deliveries, delivery.State)
	}
	fields := []field{
		{"Session", acted.Session.SessionID}, {"Status", string(acted.Session.Status)}, {"Order", acted.OrderID},
		{"Page", acted.Page}, {"Leads to", acted.Redirect},
	}
	for i, state := range deliveries {
		fields = append(fields, field{"Delivery " + strconv.Itoa(i+1), state})
	}
	return c.show(d, acted.Session.SessionID, fields...)
}

func (c Caller) act(ctx context.Context, id string, act client.Act) (document, client.Acted, error) {
	d, err := c.call(ctx, http.MethodPost, below(sandboxPath+"/sessions", id)+"/act", act)
	if err != nil {
		return nil, client.Acted{}, err
	}
	var acted client.Acted
	return d, acted, d.into(&acted)
}
