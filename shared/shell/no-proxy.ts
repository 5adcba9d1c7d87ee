/**
 * NO_PROXY: which hosts are asked directly. There is no standard; this is what curl, Go and undici agree on:
 * https://everything.curl.dev/usingcurl/proxies/env.html, https://pkg.go.dev/golang.org/x/net/http/httpproxy
 *
 * - Entries are divided by commas or blanks; `*` alone means every host.
 * - `corp.example` and `.corp.example` mean that name and every name below it, `*.corp.example` only those below.
 * - `host:8443` means that port only. IPv6 with a port stands in brackets.
 * - An address means itself, `10.0.0.0/8` and `fd00::/8` whole networks.
 */

const defaultPorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

interface Entry {
	readonly host: string;
	/** Null for every port. */
	readonly port: string | null;
}

/** True when NO_PROXY, as `noProxy`, says that the host of `url` is asked directly. Entries that make no sense are passed over. */
export function isExempt(url: URL, noProxy: string): boolean {
	const host = bareHost(url.hostname);
	const port = url.port === '' ? defaultPorts[url.protocol] : url.port;
	return noProxy
		.split(/[\s,]+/)
		.filter((text) => text !== '')
		.map(readEntry)
		.some((entry) => (entry.port === null || entry.port === port) && coversHost(entry.host, host));
}

function readEntry(text: string): Entry {
	const [, bracketed, inPort] = /^\[([^\]]*)\](?::(\d+))?$/.exec(text) ?? [];
	if (bracketed !== undefined) return { host: bracketed.toLowerCase(), port: inPort ?? null };
	// More than one colon is an IPv6 address without a port.
	const [, host, port] = /^([^:]*):(\d+)$/.exec(text) ?? [];
	return { host: (host ?? text).toLowerCase(), port: port ?? null };
}

function coversHost(entry: string, host: string): boolean {
	if (entry === '*') return true;
	const address = parseAddress(host);
	if (address !== null) return coversAddress(entry, address);
	const isBelowOnly = entry.startsWith('*.');
	const name = canonicalName(entry.replace(/^\*?\./, ''));
	if (name === '' || name.includes('*')) return false;
	return host.endsWith(`.${name}`) || (!isBelowOnly && host === name);
}

/** As the host of a URL: in small letters, in Punycode, without the dot of the root. */
function canonicalName(name: string): string {
	return bareHost(URL.parse(`http://${name}/`)?.hostname ?? name);
}

function bareHost(hostname: string): string {
	return hostname.replace(/^\[(.*)\]$/, '$1').replace(/(.)\.$/, '$1');
}

interface Address {
	/** 32 or 128. */
	readonly bits: number;
	readonly value: bigint;
}

function coversAddress(entry: string, host: Address): boolean {
	const [, text = entry, length] = /^(.*)\/(\d{1,3})$/.exec(entry) ?? [];
	const network = parseAddress(text);
	if (network === null || network.bits !== host.bits) return false;
	const prefix = length === undefined ? network.bits : Number(length);
	if (prefix > network.bits) return false;
	const rest = BigInt(network.bits - prefix);
	return network.value >> rest === host.value >> rest;
}

/** An IPv4 or IPv6 address as a number; null for a name. IPv4 within IPv6 is the IPv4 address. */
function parseAddress(text: string): Address | null {
	if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
		const parts = text.split('.').map(Number);
		if (parts.some((part) => part > 255)) return null;
		return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
	}
	if (!text.includes(':')) return null;
	const shortest = URL.parse(`http://[${text}]/`)?.hostname;
	if (shortest === undefined) return null;
	const value = parseIpv6(bareHost(shortest));
	const isMapped = value >> 32n === 0xffffn;
	return isMapped ? { bits: 32, value: value & 0xffff_ffffn } : { bits: 128, value };
}

/** What a URL has between its brackets: groups of hex digits, at most one gap. */
function parseIpv6(text: string): bigint {
	const [left = '', right] = text.split('::');
	const groups = (part: string | undefined) => (part === undefined || part === '' ? [] : part.split(':'));
	const [before, after] = [groups(left), groups(right)];
	const gap = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
	return [...before, ...gap, ...after].reduce((sum, group) => sum * 0x1_0000n + BigInt(`0x${group}`), 0n);
}
