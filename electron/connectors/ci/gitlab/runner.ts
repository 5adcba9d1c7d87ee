/** Pipelines of one project on a GitLab, https://docs.gitlab.com/api/rest/. */
import type { GitlabRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import type { CiHttpDeps } from '../../http-hosts/host.ts';
import { createActs } from './acts.ts';
import { fetchArchive, listArtifacts } from './artifacts.ts';
import { createGitlabClient } from './client.ts';
import { createCommitBook } from './commits.ts';
import { createJobReader } from './read-jobs.ts';
import { createRunReader } from './read-runs.ts';
import { createTraceReader } from './trace.ts';

/** Reads need a token with the scope `read_api`, acts one with `api`; a public project is read without any. */
export function createGitlabRunner(config: GitlabRunnerConfig, deps: CiHttpDeps): PipelineRunner {
	const client = createGitlabClient(config, deps);
	const jobs = createJobReader(client);
	const traces = createTraceReader(client);
	return {
		kind: 'gitlab',
		label: client.http.host.label,
		host: URL.parse(config.url)?.host ?? config.url,
		can: { start: true, rerun: true, rerunFailed: true, cancel: true, followLog: true, answer: true },
		...createRunReader({ client, jobs, commits: createCommitBook(client) }),
		readLog: traces.read,
		artifacts: (nativeId, signal) => listArtifacts(jobs, nativeId, signal),
		fetchArtifact: (request, signal) => fetchArchive(client, request, signal),
		...createActs(client),
		async close() {
			client.http.close();
		},
	};
}
