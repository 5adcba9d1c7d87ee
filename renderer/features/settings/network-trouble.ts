/** What is wrong with an address before it is saved. Pure; the host checks the rest. */

/** In words, or null when it can be saved. */
export function networkTrouble(name: 'proxyUrl' | 'noProxy' | 'certificateAuthorities', text: string): string | null {
	const typed = text.trim();
	if (name !== 'proxyUrl' || typed === '') return null;
	const url = URL.parse(typed);
	if (url === null || !['http:', 'https:', 'socks5:', 'socks5h:'].includes(url.protocol) || url.hostname === '') {
		return 'Write an address such as http://proxy.example:3128. Not saved yet.';
	}
	if (url.username !== '' || url.password !== '') {
		return 'Leave out name and password: settings are a plain file. Not saved yet.';
	}
	return null;
}
