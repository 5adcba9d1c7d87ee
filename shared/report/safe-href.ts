/** Only what a browser opens as a page of the web: an address comes from a source that we do not know. */
export function safeHref(href: string | null): string | null {
	if (href === null || !URL.canParse(href)) return null;
	const { protocol, username, password } = new URL(href);
	return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' ? href : null;
}

/** What people may link to in their own words: a letter to somebody as well. */
export function safeHrefOfNotes(href: string): string | null {
	return /^mailto:[^?]+$/i.test(href) ? href : safeHref(href);
}
