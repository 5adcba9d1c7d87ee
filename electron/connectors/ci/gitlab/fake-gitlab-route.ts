/** What the routes of the fake GitLab are made of. */
import type { FakeAnswer } from '../../http-hosts/fake-host.ts';
import type { Asked } from '../../http-hosts/testing.ts';

export const json = (status: number, body: unknown): FakeAnswer => ({ status, body });
export const missing = json(404, { message: '404 Not found' });

export interface Route {
	readonly method: 'GET' | 'POST';
	readonly pattern: RegExp;
	answer(found: readonly string[], asked: Asked, projectId: number): FakeAnswer;
}

/** https://docs.gitlab.com/api/rest/#pagination */
export function paged(asked: Asked, url: string, items: readonly unknown[]): FakeAnswer {
	const size = Math.min(100, Number(asked.query.get('per_page') ?? 20));
	const page = Number(asked.query.get('page') ?? 1);
	const next = new URL(`${url}${asked.path}?${asked.query.toString()}`);
	next.searchParams.set('page', String(page + 1));
	const hasNext = items.length > page * size;
	return {
		status: 200,
		headers: hasNext ? { link: `<${next.href}>; rel="next"` } : {},
		body: items.slice((page - 1) * size, page * size),
	};
}

/** What a request to change something may hold. */
export function bodyOf(asked: Asked): Readonly<Record<string, unknown>> {
	const parsed: unknown = JSON.parse(asked.body === '' ? '{}' : asked.body);
	return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}
