import { haproxyConformance } from './test-kit.ts';

haproxyConformance('tcp', { blue: 1, green: 2 });
