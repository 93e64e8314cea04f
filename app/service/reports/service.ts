/** Files made from stored runs: JSON and CSV for programs, HTML for people. The layouts are in docs/EXPORT-FORMATS.md. */
import { AppError } from '../../errors.ts';
import { fileStem } from '../file-stem.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../contract/exports.ts';
import type { RunDetail } from '../../contract/runs.ts';
import type { ProbeReader, ReportService, RunService } from '../types.ts';
import { csvExport } from './csv.ts';
import { htmlReport } from './html.ts';
import { jsonExport } from './json.ts';
import { probesCsvExport } from './probes-csv.ts';

/** What is stored, to be read. */
export interface Sources {
  runs: RunService;
  probes: ProbeReader;
}

const CONTENT_TYPES: Record<ExportFormat, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  'probes-csv': 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

const stemOf = (details: readonly RunDetail[]): string =>
  details.length === 1 ? fileStem(details[0]!.name) : `comparison-of-${details.length}-runs`;

/** What a file's name ends with. */
const ENDINGS: Record<ExportFormat, string> = {
  json: '.json',
  csv: '.csv',
  'probes-csv': '-probes.csv',
  html: '.html',
};

/** The service over the runs of one database; `version` is that of the program. */
export const createReportService = ({ runs, probes }: Sources, { version }: { version: string }): ReportService => ({
  export(refs, format) {
    if (!EXPORT_FORMATS.includes(format))
      throw new AppError(
        'invalid-input',
        `format is ${JSON.stringify(format)}; allowed: ${EXPORT_FORMATS.join(', ')}.`,
      );
    const ids = [...new Set(refs.map((ref) => runs.resolve(ref).id))];
    if (ids.length === 0) throw new AppError('invalid-input', 'An export needs at least one run; none was given.');
    const details = ids.map((id) => runs.get(id));
    const content = ((): Iterable<string> => {
      switch (format) {
        case 'json':
          return jsonExport({ runs, probes }, details, version);
        case 'csv':
          return csvExport(runs, details);
        case 'probes-csv':
          return probesCsvExport(probes, details);
        case 'html':
          return htmlReport({ runs, probes }, details, version);
        default:
          return format satisfies never;
      }
    })();
    return { fileName: `normscope-${stemOf(details)}${ENDINGS[format]}`, contentType: CONTENT_TYPES[format], content };
  },
});
