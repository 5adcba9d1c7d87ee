/** The requests to Jenkins that its runner is made of: reads by `tree`, and acts with a crumb. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { JenkinsRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { joinUrl } from '../../http.ts';
import { createCiHttp, type CiHttp } from '../../http-hosts/client.ts';
import type { CiHost, CiHttpDeps, CiReply } from '../../http-hosts/host.ts';
import { readJson } from '../../http-hosts/json.ts';
import { createCrumbs } from './crumbs.ts';
import { jenkinsFailure } from './failures.ts';

interface Wanted<T> {
	/** Below the address of Jenkins: "job/shop/api/json". */
	readonly path: string;
	readonly tree?: string;
	readonly schema: z.ZodType<T>;
	/** "the builds". */
	readonly what: string;
	readonly signal?: AbortSignal | undefined;
}

export interface Answer<T> {
	readonly value: T;
	readonly reply: CiReply;
}

export interface JenkinsClient {
	readonly http: CiHttp;
	address(path: string): string;
	get<T>(wanted: Wanted<T>): Promise<Result<Answer<T>>>;
	/** `what` is what it would do: "stop the build". Never sent twice, except when Jenkins refused it for its crumb. */
	act(wanted: {
		readonly path: string;
		readonly form: Readonly<Record<string, string>>;
		readonly what: string;
		readonly signal?: AbortSignal | undefined;
	}): Promise<Result<CiReply>>;
}

const mostDigests = 500;

function hostOf(config: JenkinsRunnerConfig): CiHost {
	const { user, token } = config;
	const headers = (secret: string) => ({
		authorization: user === null ? `Bearer ${secret}` : `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
	});
	return {
		label: `Jenkins ${config.job}`,
		product: 'Jenkins',
		base: config.url,
		headers: { accept: 'application/json' },
		auth: token === null ? null : { secret: token, headers },
	};
}

/** Jenkins knows no unchanged answers (304), so an answer that is the same to the byte is called unchanged. */
function createSameness(): (reply: CiReply, address: string) => CiReply {
	const digests = new Map<string, string>();
	return (reply, address) => {
		const digest = createHash('sha256').update(reply.text).digest('base64');
		const isUnchanged = reply.isUnchanged || digests.get(address) === digest;
		digests.delete(address);
		digests.set(address, digest);
		for (const oldest of digests.keys()) {
			if (digests.size <= mostDigests) break;
			digests.delete(oldest);
		}
		return { ...reply, isUnchanged };
	};
}

/** After an act Jenkins shows a job, a build or its console; a proxy that wants somebody to log in shows another page. */
function isOfJob(reply: CiReply): boolean {
	const next = URL.parse(reply.header('location') ?? '', reply.address);
	return next !== null && next.pathname.includes('/job/');
}

function wantsLogin(host: CiHost, what: string): Failure {
	return fail(
		'ci-unauthorised',
		`${host.label} did not ${what}: it showed another page, perhaps one to log in.`,
		'Does a proxy before Jenkins want its own login? Check address, user and token in signalbox.yaml.',
	);
}

export function createJenkinsClient(config: JenkinsRunnerConfig, deps: CiHttpDeps): JenkinsClient {
	const http = createCiHttp(hostOf(config), deps);
	const { host } = http;
	const address = (path: string) => joinUrl(config.url, path);
	const crumbs = createCrumbs(http, address('crumbIssuer/api/json'));
	const compared = createSameness();

	return {
		http,
		address,
		async get({ path, tree, schema, what, signal }) {
			const from = `${address(path)}${tree === undefined ? '' : `?tree=${encodeURIComponent(tree)}`}`;
			const reply = await http.send({ address: from, signal });
			if (!reply.ok) return reply;
			if (reply.value.status !== 200) return jenkinsFailure(host, reply.value, { what, isAct: false });
			const value = readJson(host, reply.value.text, schema, what);
			return value.ok ? ok({ value: value.value, reply: compared(reply.value, from) }) : value;
		},
		async act({ path, form, what, signal }) {
			for (let isSecond = false; ; isSecond = true) {
				const crumb = await crumbs.headers(signal);
				if (!crumb.ok) return crumb;
				const reply = await http.send({
					method: 'POST',
					address: address(path),
					headers: { 'content-type': 'application/x-www-form-urlencoded', ...crumb.value },
					body: new URLSearchParams(form).toString(),
					signal,
				});
				if (!reply.ok) return reply;
				const { status, text } = reply.value;
				// It answers many acts by the address of the page to look at next.
				if (status < 300 || (status < 400 && isOfJob(reply.value))) return reply;
				if (status < 400) return wantsLogin(host, what);
				const isStale = status === 403 && /no valid crumb/i.test(text);
				crumbs.forget();
				if (!isStale || isSecond) return jenkinsFailure(host, reply.value, { what, isAct: true });
			}
		},
	};
}
