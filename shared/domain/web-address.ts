/** Rules for addresses that both the configuration and the connectors hold to. */

/** True for a host that is this machine, so that nobody else can listen. `host` as `URL` has it in `hostname`. */
export function isLoopbackHost(host: string): boolean {
	return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}

/** True when what is sent to the address can be read on its way: not https, and beyond this machine. Also when it is no address. */
export function travelsInTheClear(address: string): boolean {
	const url = URL.parse(address);
	return url === null || (url.protocol !== 'https:' && !isLoopbackHost(url.hostname));
}

/** True for an address with a name, a password or a token before its host (RFC 3986, userinfo). */
export function hasUserInfo(address: string): boolean {
	const url = URL.parse(address);
	return /^[a-z][a-z0-9+.-]{0,20}:\/\/[^/?#]*@/i.test(address) || (url !== null && url.username + url.password !== '');
}
