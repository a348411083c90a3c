package weburl

import (
	"slices"
	"strings"
)

const (
	minScheme = 3
	maxScheme = 64
)

// isScheme reports whether a name has the form of a scheme, in lower case.
func isScheme(name string) bool {
	for i, r := range name {
		letter, further := r >= 'a' && r <= 'z', r >= '0' && r <= '9' || r == '-' || r == '.' || r == '+'
		if !letter && (i == 0 || !further) {
			return false
		}
	}
	return name != ""
}

// isReverseDomain reports whether a scheme is a domain backwards, as native
// apps are told to name theirs: nobody else has it by accident.
func isReverseDomain(scheme string) bool {
	labels := strings.Split(scheme, ".")
	for _, label := range labels {
		if !isScheme(label) || strings.Contains(label, "+") || strings.HasSuffix(label, "-") {
			return false
		}
	}
	return len(labels) > 1 && !isSystem(scheme)
}

// isSystem reports whether a scheme belongs to the payer's system or to a
// program that comes with it: such an address opens no page and no shop's app.
// The list is a second line. Browser takes no short scheme unless the merchant
// registered it.
func isSystem(scheme string) bool {
	if slices.ContainsFunc(systemFamilies, func(prefix string) bool { return strings.HasPrefix(scheme, prefix) }) {
		return true
	}
	return slices.Contains(systemSchemes, scheme)
}

// systemFamilies begin the schemes of one maker.
var systemFamilies = []string{
	"ms-", "microsoft", "search", "shell", "x-apple", "x-", "itms", "chrome", "edge", "moz-", "opera", "vivaldi", "brave", "webkit",
	"web+", "zoom", "vscode", "jetbrains", "com.apple.", "com.microsoft.", "com.epicgames.", "git+", "svn+",
}

var systemSchemes = strings.Fields(`
	about acap acct adiumxtra admin aim android-app app applescript apt attachment aw
	bitcoin blob bluetooth bolo bomgar browserext calculator calendar callto cap cast cid clsid cmd coap coaps command content crid crx cvs
	dab data dav device devtools dhcp dict dns doi dvb dxs ed2k eid ethereum exec extension
	facetime facetime-audio feed file filesystem finger fish freenet ftp ftps gemini geo git go gopher gtalk
	h323 hcp help hxxp hxxps iax icap ie.http im imap imaps info intent invoke ipfs ipns ipp ipps irc irc6 ircs iris itunes
	jabber jar java javascript jms jnlp keyparc launchd ldap ldapi ldaps lid livescript local localhost
	magnet mailto man maps market mattermost message mhtml mid mk mms mmsh mmst mocha mongodb msnim ms-msdt mumble music mysql
	netdoc news nfs nntp ntp obsidian oid onenote opaquelocktoken osascript outlook
	pack pcanywhere platform pop pop3 postgres postgresql powershell prefs pres print proxy putty
	radar rdar rdp redis res resource rmi rsync rtmp rtsp rtsps rtspu
	secondlife service settings sftp sgn sieve sip sips skype skype-for-business slack smb smp sms smsto smtp smtps snews snmp soap.beep
	spotify ssh steam steamlink stun stuns svn tag teams tel telnet telephone tftp tg thismessage tip tn3270 tox ts3server turn turns tv
	udp unreal urn usb ut2004 uuid vbscript vemmi view-source viber videotex vnc vzochat wais whatsapp widget wpid ws wss wsh wtai wyciwyg
	xcon xfire xmlrpc xmpp xri ymsgr z39.50 z39.50r z39.50s
`)
