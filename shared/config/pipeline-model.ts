/** `pipeline:`, `freezes:` and `people:` of `signalbox.yaml` with every default filled in. Durations in ms. */
import type { EvidenceFormat } from '../domain/gates/evidence.ts';
import type { Gate } from '../domain/gates/model.ts';
import type { ApprovalRule } from '../domain/pipeline/decisions.ts';
import type { StageName } from '../domain/pipeline/model.ts';
import type { CommandLine, SecretReference } from './model.ts';

/** A job that the local runner runs. */
export interface JobConfig {
	readonly name: string;
	readonly stage: StageName;
	/** `cwd` is absolute only when it was written so; else relative to the checkout, `.` for its root. */
	readonly run: CommandLine;
	/** Jobs of any earlier or the same stage that must have passed. A stage begins when the one before has passed. */
	readonly needs: readonly string[];
	readonly mayFail: boolean;
	/** Variables of our own environment that pass to it beside the usual few; never secrets by accident. */
	readonly passEnv: readonly string[];
	/** Secrets filled in as variables when it starts. */
	readonly secrets: Readonly<Record<string, SecretReference>>;
	/** Files and folders (globs below the checkout) kept as artifacts after it ended, failed or not. */
	readonly keep: readonly string[];
	/** Its artifact is part of the release. */
	readonly isReleased: boolean;
}

export interface EvidenceSourceConfig {
	/** Unique within the pipeline. */
	readonly name: string;
	readonly stage: StageName;
	/** Glob of report files, below the run's kept files or within the artifact. */
	readonly files: string;
	/** Null: told by the content. */
	readonly format: EvidenceFormat | null;
	/** Glob of artifact names to look in; null: all kept files (local), or every artifact whose name says so. */
	readonly artifact: string | null;
	/** What SARIF findings are about; null: told by tool and rules. */
	readonly about: 'security' | 'secrets' | 'dependencies' | 'quality' | null;
}

export interface StageConfig {
	readonly name: StageName;
	/** CD: commit 10 min. Null: none of its own. */
	readonly budgetMs: number | null;
	/** Globs of job names that belong here, for runners other than `local`. */
	readonly jobPatterns: readonly string[];
	readonly gates: readonly Gate[];
	/** Null where nobody needs to approve. */
	readonly approval: ApprovalRule | null;
}

export interface LocalRunnerConfig {
	readonly kind: 'local';
	readonly jobs: readonly JobConfig[];
	/** Jobs at a time. */
	readonly parallel: number;
	/** A new commit on the branch starts a run by itself. */
	readonly onPush: boolean;
	/** How many ended runs keep their files and logs. */
	readonly keepRuns: number;
}

export interface GithubRunnerConfig {
	readonly kind: 'github';
	/** `https://api.github.com`, or `https://HOST/api/v3`. */
	readonly api: string;
	readonly repository: { readonly owner: string; readonly name: string };
	/** File name of the workflow (`ci.yml`) or its id; null for all. */
	readonly workflow: string | null;
	readonly token: SecretReference | null;
}

export interface GitlabRunnerConfig {
	readonly kind: 'gitlab';
	/** `https://gitlab.com`, without `/api/v4`. */
	readonly url: string;
	/** `group/project`, or its number. */
	readonly project: string;
	readonly token: SecretReference | null;
}

export interface JenkinsRunnerConfig {
	readonly kind: 'jenkins';
	readonly url: string;
	/** `folder/job`; a multibranch job's branch is the pipeline's branch. */
	readonly job: string;
	readonly isMultibranch: boolean;
	readonly user: string | null;
	readonly token: SecretReference | null;
}

export type RunnerConfig = LocalRunnerConfig | GithubRunnerConfig | GitlabRunnerConfig | JenkinsRunnerConfig;

/** How a release gets its version. */
export type VersionConfig =
	/** `{run}`, `{attempt}`, `{sha}` (7 digits), `{date}` (2026.11.28, UTC of the commit) are filled in. */
	| { readonly kind: 'template'; readonly template: string }
	/** Read from the commit: a field of a JSON, YAML or TOML-free text file; `field` null takes the whole first line. */
	| { readonly kind: 'file'; readonly path: string; readonly field: string | null };

export interface PipelineConfig {
	readonly runner: RunnerConfig;
	/** Default branch: releases come from it. */
	readonly branch: string;
	/** CD: 30 min. */
	readonly budgetMs: number;
	/** In the order of `stageNames`; every stage is there, with or without content. */
	readonly stages: readonly StageConfig[];
	readonly evidence: readonly EvidenceSourceConfig[];
	readonly version: VersionConfig;
	/** Globs of paths of the repository that belong to this service; empty for all of it (monorepo mapping). */
	readonly paths: readonly string[];
}

/** Where git finds the service's history. */
export type RepositoryConfig =
	/** A checkout or bare repository on this machine. Absolute. */
	| { readonly kind: 'folder'; readonly path: string }
	/** Cloned bare and blobless into the data folder. */
	| { readonly kind: 'address'; readonly url: string };
