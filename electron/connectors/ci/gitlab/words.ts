/** GitLab's words for states and failures, in ours. */
import type { JobState, RunState, RunTrigger } from '../../../../shared/domain/pipeline/model.ts';

const runStates: Readonly<Record<string, RunState>> = {
	created: 'queued',
	waiting_for_resource: 'queued',
	preparing: 'queued',
	pending: 'queued',
	scheduled: 'queued',
	running: 'running',
	waiting_for_callback: 'running',
	canceling: 'running',
	manual: 'needs-person',
	success: 'passed',
	failed: 'failed',
	canceled: 'cancelled',
	// Nothing of it ran ("[skip ci]"): that never counts as passed.
	skipped: 'cancelled',
};

const jobStates: Readonly<Record<string, JobState>> = {
	created: 'waiting',
	scheduled: 'waiting',
	waiting_for_resource: 'queued',
	preparing: 'queued',
	pending: 'queued',
	running: 'running',
	waiting_for_callback: 'running',
	canceling: 'running',
	manual: 'needs-person',
	success: 'passed',
	failed: 'failed',
	canceled: 'cancelled',
	skipped: 'skipped',
};

/** A status that a later GitLab adds is under way until proven otherwise: it is neither passed nor failed. */
export function runStateOf(status: string): RunState {
	return runStates[status] ?? 'running';
}

export function jobStateOf(status: string): JobState {
	return jobStates[status] ?? 'running';
}

const triggers: Readonly<Record<string, RunTrigger>> = {
	push: 'push',
	merge_request_event: 'pull-request',
	external_pull_request_event: 'pull-request',
	schedule: 'schedule',
	web: 'person',
	webide: 'person',
	chat: 'person',
	api: 'person',
};

/** https://docs.gitlab.com/ci/jobs/job_rules/#ci_pipeline_source-predefined-variable */
export function triggerOf(source: string | null): RunTrigger {
	return (source === null ? undefined : triggers[source]) ?? 'other';
}

/** As lib/gitlab/ci/status/build/failed.rb words them, in ours where that is clearer. */
const failures: Readonly<Record<string, string>> = {
	script_failure: 'a command of its script failed',
	job_execution_timeout: 'took longer than its time limit',
	stuck_or_timeout_failure: 'got stuck, or took longer than its time limit',
	runner_system_failure: 'the machine that ran it failed',
	runner_unsupported: 'the runner is too old for it',
	api_failure: 'GitLab itself failed',
	missing_dependency_failure: 'an artifact that it needs is gone',
	stale_schedule: 'its delayed start was missed',
	archived_failure: 'it is archived and cannot run any more',
	unmet_prerequisites: 'what it needs could not be prepared',
	scheduler_failure: 'it could not be given to a runner',
	data_integrity_failure: 'its data in GitLab is damaged',
	forward_deployment_failure: 'a newer deployment was there before it',
	failed_outdated_deployment_job: 'a newer deployment was there before it',
	protected_environment_failure: 'the one who started it may not deploy to this environment',
	deployment_rejected: 'its deployment was rejected',
	environment_creation_failure: 'its environment could not be made',
	ci_quota_exceeded: 'no compute minutes are left',
	no_matching_runner: 'no runner takes it',
	trace_size_exceeded: 'its log grew too large',
	user_blocked: 'the one who started it is blocked',
	project_deleted: 'its project was deleted',
	builds_disabled: 'pipelines are switched off in this project',
	downstream_pipeline_creation_failed: 'the downstream pipeline could not be made',
	downstream_bridge_project_not_found: 'the downstream project was not found',
	insufficient_bridge_permissions: 'no permission to start the downstream pipeline',
	invalid_bridge_trigger: 'its trigger of a downstream pipeline is not valid',
	reached_max_descendant_pipelines_depth: 'downstream pipelines lie too deep',
	ip_restriction_failure: 'the address of its runner is not allowed',
	unknown_failure: 'failed for a reason that GitLab does not know',
};

const waits: Readonly<Record<string, string>> = {
	manual: 'waits for somebody to start it',
	scheduled: 'starts by itself after a delay',
	waiting_for_resource: 'waits for its resource group',
	canceling: 'is being cancelled',
};

/** Why a job failed or waits, in words; null where there is nothing to say. */
export function noteOf(status: string, reason: string | null): string | null {
	if (status === 'failed') return reason === null ? null : (failures[reason] ?? reason.replaceAll('_', ' '));
	return waits[status] ?? null;
}
