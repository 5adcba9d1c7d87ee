/** Where jobs and builds lie below the address of a Jenkins. Pure. */
import type { JenkinsRunnerConfig } from '../../../../shared/config/pipeline-model.ts';

/** One build: of a branch in a multibranch project, else of the job itself. */
export interface BuildPlace {
	readonly branch: string | null;
	readonly number: number;
}

/** `main#12` in a multibranch project, `12` elsewhere. */
export function nativeIdOf({ branch, number }: BuildPlace): string {
	return branch === null ? String(number) : `${branch}#${number}`;
}

/** Null for what is no id of this kind of job. */
export function parseNativeId(nativeId: string, isMultibranch: boolean): BuildPlace | null {
	const at = nativeId.lastIndexOf('#');
	const number = nativeId.slice(at + 1);
	if (!/^[1-9]\d{0,9}$/.test(number) || isMultibranch !== at > 0) return null;
	return { branch: at > 0 ? nativeId.slice(0, at) : null, number: Number(number) };
}

/** The job of a branch is named by the branch as it stands in an address, and is encoded once more in one. */
export function branchOfJobName(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

/** `folder/shop` is `job/folder/job/shop`; the branch `feature/x` lies below it as `job/feature%252Fx`. */
export function jobPath(config: Pick<JenkinsRunnerConfig, 'job'>, branch: string | null): string {
	const names = config.job.split('/').filter((name) => name !== '');
	const all = branch === null ? names : [...names, encodeURIComponent(branch)];
	return all.map((name) => `job/${encodeURIComponent(name)}`).join('/');
}

export function buildPath(config: Pick<JenkinsRunnerConfig, 'job'>, place: BuildPlace): string {
	return `${jobPath(config, place.branch)}/${place.number}`;
}

/** The job that stands for a whole build which has no stages. */
export const wholeBuild = 'build';

/** A node of a Pipeline, below its build. What is no id of one leads to 0, which is nobody's. */
export function nodePath(jobId: string): string {
	return `execution/node/${/^\d{1,10}$/.test(jobId) ? jobId : '0'}`;
}
