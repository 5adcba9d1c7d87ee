/** Which happenings of pipelines are worth a notice, and in which words. */
import { formatCounted } from '../../../shared/domain/format.ts';
import type { PipelineRun, ReleaseRecord } from '../../../shared/domain/pipeline/model.ts';
import type { NoticeDraft } from '../notices.ts';

export function releaseNotice({ service, version, previous, commitCount, authors }: ReleaseRecord): NoticeDraft {
	const unknown = previous === null ? ['the first release'] : [];
	const size = commitCount === null ? unknown : [formatCounted(commitCount, 'commit')];
	const people = authors.length === 0 ? [] : [`by ${formatCounted(authors.length, 'author')}`];
	const detail = [...size, ...people].join(' ');
	return { tone: 'good', title: `${service}: ${version} is made`, detail: detail === '' ? null : detail };
}

/** Null for a run that ended well: its release is the news. */
export function endedNotice(run: PipelineRun, headline: string): NoticeDraft | null {
	if (run.state !== 'failed') return null;
	const { sha, subject } = run.commit;
	return {
		tone: 'bad',
		title: `${run.service}: ${headline}`,
		detail: subject === null ? sha.slice(0, 7) : `${sha.slice(0, 7)} ${subject}`,
	};
}
