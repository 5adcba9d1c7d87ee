/** Crumbs: what Jenkins wants with every act, so that no page of another site can act in its user's name. */
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { CiHttp } from '../../http-hosts/client.ts';
import { readJson } from '../../http-hosts/json.ts';
import { jenkinsFailure } from './failures.ts';
import { crumbSchema } from './wire.ts';

export interface Crumbs {
	/** Headers to send with an act; none where no crumb is needed. Asked for once, then kept. */
	headers(signal?: AbortSignal): Promise<Result<Readonly<Record<string, string>>>>;
	/** It was refused: the next act asks for a new one. */
	forget(): void;
}

/** A crumb holds in one session only: https://www.jenkins.io/doc/upgrade-guide/2.176/#SECURITY-626 */
function sessionOf(cookies: string | null): Record<string, string> {
	const found = /\bJSESSIONID(?:\.[\w-]+)?=[^;,\s]+/.exec(cookies ?? '');
	return found === null ? {} : { cookie: found[0] };
}

export function createCrumbs(http: CiHttp, address: string): Crumbs {
	let known: Readonly<Record<string, string>> | null = null;
	const what = 'the crumb that it wants with every act';
	return {
		forget() {
			known = null;
		},
		async headers(signal) {
			if (known !== null) return ok(known);
			const reply = await http.send({ address, signal });
			if (!reply.ok) return reply;
			if (reply.value.status === 404) {
				known = {};
				return ok(known);
			}
			if (reply.value.status !== 200) return jenkinsFailure(http.host, reply.value, { what, isAct: false });
			const crumb = readJson(http.host, reply.value.text, crumbSchema, what);
			if (!crumb.ok) return crumb;
			known = {
				[crumb.value.crumbRequestField.toLowerCase()]: crumb.value.crumb,
				...sessionOf(reply.value.header('set-cookie')),
			};
			return ok(known);
		},
	};
}
