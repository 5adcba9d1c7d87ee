/** The key of one start: whoever has it may speak to the room. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { tokenProtocolPrefix } from '../../shared/rpc/web.ts';

/** 32 random bytes in base64url, made anew at every start. Written to no file but the one that leads a browser in,
 * which is gone once it has. */
export function createToken(): string {
	return randomBytes(32).toString('base64url');
}

/** Compares in a time that tells nothing; digests make the lengths equal. */
export function isSameToken(given: string, expected: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(expected));
}

/** The token of `Authorization: Bearer …`; null when there is none. */
export function bearerToken(header: string | undefined): string | null {
	return /^Bearer ([A-Za-z0-9_-]+)$/.exec(header ?? '')?.[1] ?? null;
}

/** The token among the offered WebSocket protocols; null when there is not exactly one. */
export function protocolToken(offered: readonly string[]): string | null {
	const tokens = offered.filter((name) => name.startsWith(tokenProtocolPrefix));
	return tokens.length === 1 ? (tokens[0]?.slice(tokenProtocolPrefix.length) ?? null) : null;
}
