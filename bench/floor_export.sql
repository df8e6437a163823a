-- The floor of the machine file: the same cells in one COPY written by hand. The numbers stay sealed, and no cell is
-- checked for what a spreadsheet would run.
COPY (
    SELECT row_number() OVER (ORDER BY r.sequence, p."order"),
           lpad(r.sequence::text, 7, '0') || '-' || lpad(p."order"::text, 2, '0'),
           b.number, 'BARU', NULL, NULL, NULL, kk.cipher, nik.cipher, upper(p.name), nullif(upper(p.birth_place), ''),
           to_char(p.birth_date, 'DD-MM-YYYY'), CASE p.sex WHEN '1' THEN 'L' WHEN '2' THEN 'P' END,
           nullif(upper(p.mother_name), ''), nullif(p.marital, ''), relation.word, sector.word, work.word,
           nullif(p.education, ''), disability.word, nullif(p.chronic_illness, ''),
           CASE WHEN p.pregnant THEN '1' ELSE '2' END, r.address, nullif(r.dusun, ''), lpad(r.rt, 3, '0'),
           lpad(r.rw, 3, '0'), w.code, g.code, d.code, v.code, NULL, w.name, g.name, d.name, v.name,
           r.latitude, r.longitude, round(r.accuracy_m::numeric, 1),
           to_char(r.located_at AT TIME ZONE 'Asia/Makassar', 'DD-MM-YYYY HH24:MI:SS'),
           'T', 'T', 'T', 'T', 'belum', NULL, NULL, i.code || ' v' || i.version, s.score, c.text,
           s.criteria ->> '146', s.criteria ->> '262', NULL, NULL, NULL, NULL, NULL, r.surveyor_name,
           to_char(r.surveyed_at AT TIME ZONE 'Asia/Makassar', 'DD-MM-YYYY'), r.reviewer_name,
           to_char(r.reviewed_at AT TIME ZONE 'Asia/Makassar', 'DD-MM-YYYY'), NULL, NULL,
           cardinality(r.photos), array_to_string(r.photos, ' '), 'belum', NULL, NULL, NULL, NULL
    FROM dtks_batchrow r
    JOIN dtks_batch b ON b.id = r.batch_id
    JOIN dtks_batchresult s ON s.row_id = r.id
    JOIN dtks_batchperson p ON p.row_id = r.id
    JOIN assessment_instrument i ON i.id = r.instrument_id
    JOIN assessment_band c ON c.instrument_id = i.id AND c.code = s.band
    JOIN puskesos_region v ON v.code = r.village_id
    JOIN puskesos_region d ON d.code = v.parent_id
    JOIN puskesos_region g ON g.code = d.parent_id
    JOIN puskesos_region w ON w.code = g.parent_id
    LEFT JOIN households_identitynumber kk ON kk.id = r.kk_id
    LEFT JOIN households_identitynumber nik ON nik.id = p.nik_id
    LEFT JOIN (VALUES
        ('1', '1 Kepala keluarga'), ('2', '2 Istri/suami'), ('3', '3 Anak'), ('4', '4 Menantu'),
        ('5', '5 Cucu'), ('6', '6 Orang tua/mertua'), ('7', '7 Pembantu/sopir'), ('8', '8 Lainnya')
    ) relation (code, word) ON relation.code = p.relation
    LEFT JOIN (VALUES
        ('1', '1 Pertanian tanaman padi & palawija'), ('2', '2 Hortikultura'), ('3', '3 Perkebunan'),
        ('4', '4 Perikanan'), ('5', '5 Peternakan'), ('6', '6 Kehutanan & pertanian lainnya'),
        ('7', '7 Pertambangan/penggalian'), ('8', '8 Industri pengolahan'),
        ('9', '9 Pengadaan listrik, gas, uap/air panas, & udara dingin'),
        ('10', '10 Pengelolaan air, pengelolaan air limbah, pengelolaan dan daur ulang sampah, dan aktivitas remediasi'),
        ('11', '11 Konstruksi'),
        ('12', '12 Perdagangan besar dan eceran, reparasi dan perawatan mobil dan sepeda motor'),
        ('13', '13 Pengangkutan dan pergudangan'), ('14', '14 Penyediaan akomodasi & makan minum'),
        ('15', '15 Informasi & komunikasi'), ('16', '16 Keuangan & asuransi'), ('17', '17 Real estate'),
        ('18', '18 Aktivitas profesional, ilmiah, dan teknis'),
        ('19', '19 Aktivitas penyewaan dan sewa guna tanpa hak opsi, ketenagakerjaan, agen perjalanan, dan penunjang usaha lainnya'),
        ('20', '20 Administrasi pemerintahan, pertahanan, dan jaminan sosial wajib'),
        ('21', '21 Pendidikan'), ('22', '22 Aktivitas kesehatan manusia dan aktivitas sosial'),
        ('23', '23 Kesenian, hiburan, dan rekreasi'), ('24', '24 Aktivitas jasa lainnya'),
        ('25', '25 Aktivitas keluarga sebagai pemberi kerja'),
        ('26', '26 Aktivitas badan internasional dan badan ekstra internasional lainnya')
    ) sector (code, word) ON sector.code = p.sector
    LEFT JOIN (VALUES
        ('1', '1 Berusaha sendiri'), ('2', '2 Berusaha dibantu buruh tidak tetap/tidak dibayar'),
        ('3', '3 Berusaha dibantu buruh tetap/dibayar'), ('4', '4 Buruh/karyawan/pegawai swasta'),
        ('5', '5 PNS/TNI/Polri/BUMN/BUMD/pejabat negara'), ('6', '6 Pekerja bebas pertanian'),
        ('7', '7 Pekerja bebas non-pertanian'), ('8', '8 Pekerja keluarga/tidak dibayar')
    ) work (code, word) ON work.code = p.work_status
    LEFT JOIN (VALUES
        ('1', 'Tidak ada'), ('2', 'Disabilitas fisik'), ('3', 'Disabilitas intelektual'),
        ('4', 'Disabilitas mental'), ('5', 'Disabilitas netra'), ('6', 'Disabilitas rungu'),
        ('7', 'Disabilitas wicara'), ('8', 'Lebih dari satu disabilitas')
    ) disability (code, word) ON disability.code = p.disability
    WHERE r.batch_id = {batch}
    ORDER BY r.sequence, p."order"
) TO STDOUT (FORMAT csv)
