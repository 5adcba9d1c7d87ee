/** Builds of one job on a Jenkins: https://www.jenkins.io/doc/book/using/remote-access-api/. */
import type { JenkinsRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import type { CiHttpDeps } from '../../http-hosts/host.ts';
import { createActs } from './acts.ts';
import { createArtifacts } from './artifacts.ts';
import { createJenkinsClient } from './client.ts';
import { createLogReader } from './logs.ts';
import { createRunReader } from './read-runs.ts';

/**
 * Runs are builds, jobs are their stages; where Jenkins tells no stages (a freestyle job, the plugin Pipeline: REST API is
 * not there) a build is one job called `build`. Running again means a new build with the same parameters, of the newest
 * commit of its branch: Jenkins cannot be given a commit.
 */
export function createJenkinsRunner(config: JenkinsRunnerConfig, deps: CiHttpDeps): PipelineRunner {
	const client = createJenkinsClient(config, deps);
	const jenkins = { config, client };
	return {
		kind: 'jenkins',
		label: client.http.host.label,
		host: URL.parse(config.url)?.host ?? config.url,
		can: { start: true, rerun: true, rerunFailed: false, cancel: true, followLog: true, answer: true },
		...createRunReader(jenkins),
		...createLogReader(config, client),
		...createArtifacts(jenkins),
		...createActs({ ...jenkins, clock: deps.clock }),
		async close() {
			client.http.close();
		},
	};
}
