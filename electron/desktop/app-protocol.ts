/** `app://control-room`: the page's files from a fixed list, with the same headers as the browser host's. */
import type { CustomScheme, Protocol } from 'electron';
import { pageHeaders } from '../host/content-policy.ts';
import { findRoomFile, type RoomFiles } from '../host/room-files.ts';
import { appScheme, isOwnAddress } from './security.ts';

/** A standard, secure scheme. It may not bypass the page's policy, and no other privilege is asked for. */
export const appSchemes: CustomScheme[] = [
	{ scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
];

/** Answers a request of the page. */
export function answerPage(files: RoomFiles, request: Pick<Request, 'method' | 'url'>): Response {
	const headers = { ...pageHeaders, 'cache-control': 'no-store' };
	if (request.method !== 'GET') return new Response(null, { status: 405, headers: { ...headers, allow: 'GET' } });
	const file = isOwnAddress(request.url) ? findRoomFile(files, new URL(request.url).pathname) : null;
	if (file === null) return new Response(null, { status: 404, headers });
	return new Response(file.body, { headers: { ...headers, 'content-type': file.type } });
}

/** Serves the page; call when the app is ready. */
export function servePage(protocol: Pick<Protocol, 'handle'>, files: RoomFiles): void {
	protocol.handle(appScheme, (request) => answerPage(files, request));
}
