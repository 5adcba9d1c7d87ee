/** The history of the sample's repository as git reads it: a stream for `git fast-import`. Pure. */
import { z } from 'zod';

const commitSchema = z.strictObject({
	author: z.string(),
	email: z.string(),
	/** Before the sample was started. */
	daysAgo: z.number().min(0),
	subject: z.string(),
	/** Set where the commit changes the version. */
	version: z.string().optional(),
	tag: z.string().optional(),
	/** Files as they are at the end, `without` the texts that came later. */
	changes: z.array(z.strictObject({ path: z.string(), without: z.array(z.string()).optional() })).default([]),
});

export const historySchema = z.strictObject({ commits: z.array(commitSchema).min(1) });
export type SampleHistory = z.output<typeof historySchema>;

const dayMs = 86_400_000;
const changelog = 'CHANGELOG.md';
const manifest = 'package.json';

function data(text: string): string {
	return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function file(path: string, text: string): string {
	return `M 100644 inline ${path}\n${data(text)}`;
}

/**
 * Commits on `main`, oldest first. `read` answers a file of the newest commit; `now` is ms since the epoch. The author's
 * clock is one hour ahead of UTC, as it says.
 */
export function fastImportStream(history: SampleHistory, read: (path: string) => string, now: number): string {
	const lines: string[] = [];
	return history.commits
		.map(({ author, email, daysAgo, subject, version, tag, changes }) => {
			lines.unshift(`- ${subject}`);
			const who = `${author} <${email}> ${Math.round((now - daysAgo * dayMs) / 1_000)} +0100`;
			const changed = changes.map(({ path, without = [] }) =>
				file(
					path,
					without.reduce((text, part) => text.replace(part, ''), read(path)),
				),
			);
			return [
				`commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${data(subject)}`,
				...changed,
				file(changelog, `# Changes, newest first\n\n${lines.join('\n')}\n`),
				version === undefined ? '' : file(manifest, withVersion(read(manifest), version)),
				tag === undefined ? '' : `reset refs/tags/${tag}\nfrom refs/heads/main\n\n`,
			].join('');
		})
		.join('');
}

/** The manifest of another version. */
export function withVersion(source: string, version: string): string {
	return source.replace(/"version": "[^"]*"/, `"version": "${version}"`);
}
