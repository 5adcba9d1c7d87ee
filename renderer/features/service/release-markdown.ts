/** A release as Markdown for a chat or a ticket: what it is made of and where it may go. */
import { escapeMarkdown as plain } from '../../../shared/domain/health/evidence/escape-markdown.ts';
import type { ReleaseDetail } from '../../../shared/rpc/pipeline-views.ts';
import { instant } from '../pipeline/run-markdown.ts';
import { shortHash } from '../pipeline/run-words.ts';
import { sizeWords } from './service-model.ts';

/** Commits in the text; a chat is no place for hundreds. */
const mostCommits = 30;

/** The whole release as Markdown. Ends with a newline. */
export function releaseMarkdown({ release, record }: ReleaseDetail): string {
	const commits = record.commits.slice(0, mostCommits);
	const left = (record.commitCount ?? record.commits.length) - commits.length;
	return [
		`## ${plain(release.service)} ${plain(release.version)}`,
		'',
		`- Commit ${shortHash(release.commit)}${record.branch === null ? '' : ` of ${plain(record.branch)}`}, made ${instant(release.madeAt)}`,
		`- ${plain(sizeWords(release))}${release.previous === null ? '' : ` since ${plain(release.previous)}`}`,
		...(release.standsIn.length === 0 ? [] : [`- Stands in ${plain(release.standsIn.join(', '))}`]),
		...release.readiness.map(({ environment, allowed, reasons }) => {
			const words = allowed ? 'may go' : `not yet: ${reasons.map(({ text }) => text).join('; ')}`;
			return `- To ${plain(environment.slice(environment.lastIndexOf('/') + 1))}: ${plain(words)}`;
		}),
		...(commits.length === 0 ? [] : ['', '### Commits']),
		...commits.map(
			({ sha, subject, author }) =>
				`- ${shortHash(sha)} ${plain(subject ?? '')}${author === null ? '' : ` (${plain(author.name)})`}`,
		),
		...(left > 0 ? [`- and ${left} more`] : []),
		'',
	].join('\n');
}
