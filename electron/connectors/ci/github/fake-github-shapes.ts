/** Answers of the fake GitHub in the shapes of GitHub's official API description, so that the compiler checks every field. */
import type { components } from '@octokit/openapi-types';
import type { FakeArtifact, FakeJob, FakePending, FakeReview, FakeRun } from './fake-github-world.ts';

export type Schemas = components['schemas'];

/** Where the fake's repository is said to be. */
export interface FakePlace {
	readonly api: string;
	readonly web: string;
	readonly owner: string;
	readonly repo: string;
}

const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export function userShape(login: string): Schemas['simple-user'] {
	const url = `https://api.github.com/users/${login}`;
	return {
		...{ login, id: 1, node_id: 'MDQ6', avatar_url: `${url}/avatar`, gravatar_id: '', url, html_url: url },
		...{ followers_url: url, following_url: url, gists_url: url, starred_url: url, subscriptions_url: url },
		...{ organizations_url: url, repos_url: url, events_url: url, received_events_url: url },
		...{ type: 'User', site_admin: false },
	};
}

function repositoryShape(place: FakePlace, owner: string): Schemas['minimal-repository'] {
	const url = `${place.api}/repos/${owner}/${place.repo}`;
	return {
		...{ id: owner === place.owner ? 7 : 8, node_id: 'MDEw', name: place.repo, full_name: `${owner}/${place.repo}` },
		...{ owner: userShape(owner), private: true, html_url: url, description: null, fork: owner !== place.owner, url },
		...{ archive_url: url, assignees_url: url, blobs_url: url, branches_url: url, collaborators_url: url },
		...{ comments_url: url, commits_url: url, compare_url: url, contents_url: url, contributors_url: url },
		...{ deployments_url: url, downloads_url: url, events_url: url, forks_url: url, git_commits_url: url },
		...{ git_refs_url: url, git_tags_url: url, issue_comment_url: url, issue_events_url: url, issues_url: url },
		...{ keys_url: url, labels_url: url, languages_url: url, merges_url: url, milestones_url: url },
		...{ notifications_url: url, pulls_url: url, releases_url: url, stargazers_url: url, statuses_url: url },
		...{ subscribers_url: url, subscription_url: url, tags_url: url, teams_url: url, trees_url: url, hooks_url: url },
	};
}

export function runShape(place: FakePlace, run: FakeRun): Schemas['workflow-run'] {
	const url = `${place.api}/repos/${place.owner}/${place.repo}/actions/runs/${run.id}`;
	return {
		...{ id: run.id, name: 'CI', node_id: 'WFR_', head_branch: run.branch, head_sha: run.sha },
		...{ path: `.github/workflows/${run.workflow}`, run_number: run.number, run_attempt: run.attempt },
		...{ event: run.event, status: run.status, conclusion: run.conclusion, workflow_id: 5, url },
		html_url: `${place.web}/${place.owner}/${place.repo}/actions/runs/${run.id}`,
		pull_requests: [],
		...{ created_at: iso(run.createdAt), updated_at: iso(run.updatedAt), run_started_at: iso(run.startedAt) },
		...{ actor: userShape('ada'), triggering_actor: userShape(run.startedBy) },
		...{ jobs_url: url, logs_url: url, check_suite_url: url, artifacts_url: url, cancel_url: url, rerun_url: url },
		...{ workflow_url: url, display_title: run.subject, previous_attempt_url: null, referenced_workflows: [] },
		head_commit: {
			...{ id: run.sha, tree_id: run.sha, message: `${run.subject}\n\nWhy.`, timestamp: iso(run.createdAt) },
			author: { name: 'Ada Lovelace', email: 'ada@example.org' },
			committer: { name: 'GitHub', email: 'noreply@github.com' },
		},
		repository: repositoryShape(place, place.owner),
		head_repository: repositoryShape(place, run.headOwner),
	};
}

export function jobShape(place: FakePlace, run: FakeRun, job: FakeJob): Schemas['job'] {
	const url = `${place.api}/repos/${place.owner}/${place.repo}/actions/jobs/${job.id}`;
	return {
		...{ id: job.id, run_id: run.id, run_url: url, run_attempt: run.attempt, node_id: 'CR_', head_sha: run.sha, url },
		html_url: `${place.web}/${place.owner}/${place.repo}/actions/runs/${run.id}/job/${job.id}`,
		...{ status: job.status, conclusion: job.conclusion, created_at: iso(job.createdAt) },
		// As GitHub does: what has not begun has the time of its making here.
		started_at: iso(job.startedAt ?? job.createdAt),
		completed_at: job.completedAt === null ? null : iso(job.completedAt),
		name: job.name,
		steps: job.steps.map((step, index) => ({ ...step, status: 'completed', number: index + 1 })),
		...{ check_run_url: url, labels: ['ubuntu-latest'], runner_id: 1, runner_name: 'one', runner_group_id: 1 },
		...{ runner_group_name: 'all', workflow_name: 'CI', head_branch: run.branch },
	};
}

export function artifactShape(place: FakePlace, run: FakeRun, artifact: FakeArtifact): Schemas['artifact'] {
	const url = `${place.api}/repos/${place.owner}/${place.repo}/actions/artifacts/${artifact.id}`;
	return {
		...{ id: artifact.id, node_id: 'MDg6', name: artifact.name, size_in_bytes: artifact.zip.byteLength, url },
		...{ archive_download_url: `${url}/zip`, expired: artifact.isExpired, created_at: iso(artifact.createdAt) },
		...{ expires_at: iso(artifact.createdAt + 90 * 86_400_000), updated_at: iso(artifact.createdAt) },
		workflow_run: { id: run.id, repository_id: 7, head_repository_id: 7, head_branch: run.branch, head_sha: run.sha },
	};
}

export function pendingShape(pending: FakePending): Schemas['pending-deployment'] {
	return {
		environment: { id: pending.id, node_id: 'EN_', name: pending.environment, url: 'x', html_url: 'x' },
		...{ wait_timer: pending.waitTimer, wait_timer_started_at: null, current_user_can_approve: pending.mayApprove },
		reviewers: pending.reviewers.map((login) => ({ type: 'User' as const, reviewer: userShape(login) })),
	};
}

export function reviewShape(review: FakeReview): Schemas['environment-approvals'] {
	return {
		environments: [{ id: 1, name: review.environment }],
		...{ state: review.state, user: userShape(review.by), comment: review.comment },
	};
}

export function deploymentShape(pending: FakePending, run: FakeRun): Schemas['deployment'] {
	const at = iso(run.createdAt);
	return {
		...{ url: 'x', id: pending.id, node_id: 'DE_', sha: run.sha, ref: run.branch, task: 'deploy', payload: {} },
		...{ environment: pending.environment, description: null, creator: userShape('ada'), created_at: at },
		...{ updated_at: at, statuses_url: 'x', repository_url: 'x' },
	};
}

export function deploymentStatusShape(pending: FakePending, logUrl: string): Schemas['deployment-status'] {
	const at = iso(0);
	return {
		...{ url: 'x', id: pending.id, node_id: 'DES_', state: 'pending', creator: userShape('ada'), description: '' },
		...{ environment: pending.environment, target_url: logUrl, log_url: logUrl, created_at: at, updated_at: at },
		...{ deployment_url: 'x', repository_url: 'x' },
	};
}

export function errorShape(message: string): Schemas['basic-error'] {
	return { message, documentation_url: 'https://docs.github.com/rest', status: '' };
}
