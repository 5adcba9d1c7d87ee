/** The requests to GitLab that its runner is made of. Nothing is repeated here. */
import type { z } from 'zod';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { GitlabRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { joinUrl } from '../../http.ts';
import { createCiHttp, type CiHttp } from '../../http-hosts/client.ts';
import type { CiHost, CiHttpDeps, CiReply } from '../../http-hosts/host.ts';
import { readJson } from '../../http-hosts/json.ts';
import { nextPage } from '../../http-hosts/links.ts';
import { gitlabFailure } from './failures.ts';

type Query = Readonly<Record<string, string | number | null>>;

interface Wanted<T> {
	/** Below the project: "pipelines/7". */
	readonly path: string;
	readonly query?: Query;
	/** Null for the project of the runner. */
	readonly projectId?: number | null;
	readonly schema: z.ZodType<T>;
	/** "the pipelines". */
	readonly what: string;
	readonly signal?: AbortSignal | undefined;
}

export interface Answer<T> {
	readonly value: T;
	readonly replies: readonly CiReply[];
}

export interface GitlabClient {
	readonly http: CiHttp;
	/** Below the project; values are encoded, and null ones left out. */
	address(path: string, query?: Query, projectId?: number | null): string;
	get<T>(wanted: Wanted<T>): Promise<Result<Answer<T>>>;
	/** All pages, until there are `limit`. */
	list<T>(wanted: Wanted<readonly T[]> & { readonly limit: number }): Promise<Result<Answer<readonly T[]>>>;
	/** `what` is what it would do: "cancel the pipeline". */
	act<T>(wanted: Wanted<T> & { readonly body: Readonly<Record<string, unknown>> }): Promise<Result<T>>;
}

/** More than anything here has; ends a list whose pages lead in a circle. */
const mostPages = 50;
/** https://docs.gitlab.com/api/rest/#pagination */
const pageSize = 100;

function hostOf(config: GitlabRunnerConfig): CiHost {
	return {
		label: `GitLab ${config.project}`,
		product: 'GitLab',
		base: config.url,
		headers: { accept: 'application/json' },
		auth:
			config.token === null ? null : { secret: config.token, headers: (token: string) => ({ 'private-token': token }) },
	};
}

function searchOf(query: Query): string {
	const fields = Object.entries(query).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]));
	return fields.length === 0 ? '' : `?${new URLSearchParams(fields).toString()}`;
}

export function createGitlabClient(config: GitlabRunnerConfig, deps: CiHttpDeps): GitlabClient {
	const http = createCiHttp(hostOf(config), deps);
	const { host } = http;

	const address = (path: string, query: Query = {}, projectId: number | null = null) => {
		const project = projectId === null ? encodeURIComponent(config.project) : String(projectId);
		return `${joinUrl(config.url, `api/v4/projects/${project}/${path}`)}${searchOf(query)}`;
	};

	const page = async <T>(from: string, wanted: Wanted<T>): Promise<Result<{ value: T; reply: CiReply }>> => {
		const reply = await http.send({ address: from, signal: wanted.signal });
		if (!reply.ok) return reply;
		if (reply.value.status !== 200) return gitlabFailure(host, reply.value, { what: wanted.what, isAct: false });
		const value = readJson(host, reply.value.text, wanted.schema, wanted.what);
		return value.ok ? ok({ value: value.value, reply: reply.value }) : value;
	};

	return {
		http,
		address,
		async get(wanted) {
			const one = await page(address(wanted.path, wanted.query, wanted.projectId), wanted);
			return one.ok ? ok({ value: one.value.value, replies: [one.value.reply] }) : one;
		},
		async list(wanted) {
			const query = { ...wanted.query, per_page: Math.min(wanted.limit, pageSize) };
			let next: string | null = address(wanted.path, query, wanted.projectId);
			const replies: CiReply[] = [];
			const values = [];
			while (next !== null && values.length < wanted.limit && replies.length < mostPages) {
				const one = await page(next, wanted);
				if (!one.ok) return one;
				values.push(...one.value.value);
				replies.push(one.value.reply);
				next = nextPage(one.value.reply.header('link'), next);
			}
			return ok({ value: values.slice(0, wanted.limit), replies });
		},
		async act(wanted) {
			const reply = await http.send({
				method: 'POST',
				address: address(wanted.path, wanted.query, wanted.projectId),
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(wanted.body),
				signal: wanted.signal,
			});
			if (!reply.ok) return reply;
			const { status } = reply.value;
			if (status < 200 || status > 299) return gitlabFailure(host, reply.value, { what: wanted.what, isAct: true });
			return readJson(host, reply.value.text, wanted.schema, `what it did when asked to ${wanted.what}`);
		},
	};
}
