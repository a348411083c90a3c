package inbox

// timeFormat is how times are written, in UTC.
const timeFormat = "2006-01-02T15:04:05.000Z"

// messageListJSON and body are the JSON forms of messages and of one, as in api/openhpp.yaml.
type messageListJSON struct {
	Messages []messageJSON `json:"messages"`
}

type messageJSON struct {
	ID         string `json:"message_id"`
	Method     string `json:"method"`
	To         string `json:"to"`
	Subject    string `json:"subject,omitempty"`
	Text       string `json:"text"`
	HTML       string `json:"html,omitempty"`
	Link       string `json:"link"`
	SessionID  string `json:"session_id"`
	ReceivedAt string `json:"received_at"`
}

func encodeMessage(m Message) messageJSON {
	return messageJSON{
		ID: m.ID, Method: m.Method, To: m.To, Subject: m.Subject, Text: m.Text, HTML: m.HTML,
		Link: m.Link, SessionID: m.SessionID, ReceivedAt: m.At.UTC().Format(timeFormat),
	}
}

func encodeMessages(messages []Message) messageListJSON {
	all := messageListJSON{Messages: make([]messageJSON, 0, len(messages))}
	for _, m := range messages {
		all.Messages = append(all.Messages, encodeMessage(m))
	}
	return all
}
