"""Guides of those who review, decide, serve and look after the system."""

from django.utils.translation import gettext_lazy as _

from slrt.guides import DESK, Guide, Task

SUPERVISOR = Guide(
    slug="supervisor",
    title=_("Supervisor kecamatan"),
    lede=_("Anda memeriksa pendataan desa di kecamatan Anda: setujui, atau kembalikan dengan alasan."),
    tasks=(
        Task(
            slug="setujui",
            title=_("Meninjau dan menyetujui"),
            steps=(
                _("Buka Tinjauan. Yang paling lama menunggu ada di atas; saring menurut desa atau petugas."),
                _("Cocokkan foto dengan jawaban: dinding, lantai, atap, dapur, jamban, air."),
                _("Lihat titik rumah di peta desa dan ketelitiannya."),
                _("Baca kelas dan skornya. Skor membantu Anda; yang memutuskan tetap Anda."),
                _("Tekan Setujui. Yang mengirim tidak bisa menyetujui pendataannya sendiri."),
            ),
            picture="supervisor-tinjau.jpg",
            shows=_("Halaman tinjauan: foto, lokasi, jawaban, kelas, dan tombol putusan."),
            size=DESK,
        ),
        Task(
            slug="kembalikan",
            title=_("Mengembalikan dengan alasan"),
            steps=(
                _("Tekan Kembalikan untuk diperbaiki."),
                _("Tulis satu alasan pada tiap pertanyaan atau foto yang keliru. Kosongkan yang sudah benar."),
                _('Tulis apa yang harus diperbuat: "Ambil ulang foto atap dari halaman", bukan "foto jelek".'),
                _("Operator mendapat alasan Anda dan batas waktunya. Kiriman ulang ditandai Ulang di antrean."),
            ),
            picture="supervisor-kembalikan.png",
            shows=_("Formulir pengembalian: kotak alasan untuk tiap pertanyaan dan foto."),
            size=DESK,
        ),
        Task(
            slug="terlambat",
            title=_("Melihat yang terlambat"),
            steps=(
                _("Di beranda tekan Lewat batas waktu."),
                _("Yang paling lama terlambat berdiri di atas. Saring menurut jenis atau tingkat."),
                _("Buka barisnya dan hubungi petugas yang memegangnya."),
                _("Untuk rapat kecamatan, buka Laporan, pilih periode, lalu unduh."),
            ),
            picture="supervisor-terlambat.png",
            shows=_("Daftar keluhan dan rujukan yang lewat batas waktu."),
            size=DESK,
        ),
    ),
)

DINSOS = Guide(
    slug="dinsos",
    title=_("Petugas Dinsos"),
    lede=_("Anda menangani keluhan dan rujukan, dan menyiapkan batch untuk Kemensos."),
    tasks=(
        Task(
            slug="batch",
            title=_("Membuat batch sampai terkirim"),
            steps=(
                _("Buka Batch, tekan Buat batch, pilih periode dan wilayah."),
                _("Tekan Bekukan. Isi batch sejak itu tidak berubah; persetujuan sesudahnya masuk batch berikut."),
                _("Tabulasi berjalan sendiri, juga bila halaman ditutup."),
                _("Unduh berkas dan sebutkan keperluannya. Unduhan tercatat."),
                _("Sesudah diunggah ke Kemensos, tekan Tandai terkirim. Sesudah itu batch tidak bisa dibatalkan."),
            ),
            picture="dinsos-batch.png",
            shows=_("Satu batch: kemajuan, jumlah per desa dan kelas, dan berkas bersegel."),
            size=DESK,
        ),
        Task(
            slug="rekomendasi",
            title=_("Memberi rekomendasi"),
            steps=(
                _("Buka Rujukan, pilih Perlu rekomendasi."),
                _("Baca keluhan, kebutuhan, dan syarat layanan. Periksa foto berkas yang diminta."),
                _("Tulis pertimbangan Anda, lalu tekan Rekomendasikan. Bila tidak layak, tolak dengan alasan."),
                _("Yang menetapkan adalah orang lain: manajer."),
            ),
            picture="dinsos-rekomendasi.png",
            shows=_("Satu rujukan yang menunggu rekomendasi: syarat, berkas, dan kotak pertimbangan."),
            size=DESK,
        ),
        Task(
            slug="penetapan",
            title=_("Menetapkan dan menerbitkan surat"),
            steps=(
                _("Hanya untuk yang bertugas sebagai manajer. Buka Rujukan, pilih Perlu penetapan."),
                _("Pilih penyedia. Lihat data apa saja yang akan dikirim kepadanya."),
                _("Bacakan pernyataan persetujuan kepada warga, lalu tekan Tetapkan dan kirim."),
                _("Tekan Terbitkan surat. Surat bernomor dan ber-QR; yang keliru dicabut, bukan dihapus."),
            ),
            picture="dinsos-penetapan.png",
            shows=_("Halaman penetapan: penyedia, data yang dikirim, dan pernyataan yang dibacakan."),
            size=DESK,
        ),
    ),
)

LEADER = Guide(
    slug="pimpinan",
    title=_("Pimpinan"),
    lede=_("Anda melihat jumlah, bukan orang: berapa, di mana, dan sudah sampai mana."),
    tasks=(
        Task(
            slug="terlambat",
            title=_("Melihat yang lewat batas"),
            steps=(
                _("Di beranda tekan Lewat batas waktu."),
                _("Tabel menunjukkan jumlah per kecamatan. Kolom Sampai ke pimpinan: yang terlambat lama."),
                _("Tanyakan kecamatan yang paling banyak kepada Dinas Sosial."),
            ),
            picture="pimpinan-terlambat.png",
            shows=_("Jumlah keluhan dan rujukan yang terlambat per kecamatan."),
            size=DESK,
        ),
        Task(
            slug="laporan",
            title=_("Mengunduh laporan"),
            steps=(
                _("Buka Laporan. Pilih periode, wilayah, dan jenis laporan."),
                _("Tekan Tampilkan laporan. Angka di bawah lima disamarkan agar tidak menunjuk orang."),
                _("Cetak, atau unduh untuk rapat."),
            ),
            picture="pimpinan-laporan.png",
            shows=_("Laporan indikator keluhan dan rujukan dalam satu periode."),
            size=DESK,
        ),
        Task(
            slug="batch",
            title=_("Melihat yang dikirim ke Kemensos"),
            steps=(
                _("Buka Batch. Tiap baris satu kiriman dengan periode dan keadaannya."),
                _("Buka satu batch untuk jumlah keluarga per desa dan kelas."),
                _("Berkas berisi NIK hanya diunduh oleh petugas Dinsos, dan tercatat."),
            ),
            picture="pimpinan-batch.png",
            shows=_("Daftar batch dengan nomor, wilayah, periode, dan keadaannya."),
            size=DESK,
        ),
    ),
)

AUDITOR = Guide(
    slug="pemeriksa",
    title=_("Pemeriksa"),
    lede=_("Anda memeriksa apakah yang dikirim sama dengan yang disetujui. Anda membaca, tidak mengubah."),
    tasks=(
        Task(
            slug="batch",
            title=_("Memeriksa satu batch"),
            steps=(
                _("Buka Batch, lalu satu nomor. Lihat siapa yang membekukan dan siapa yang menandai terkirim."),
                _("Jumlah per desa dan kelas dihitung ulang dari jawaban yang dibekukan."),
                _("SHA-256 tiap berkas adalah segelnya. Berkas yang Anda terima harus memiliki segel yang sama."),
            ),
            picture="pemeriksa-batch.png",
            shows=_("Satu batch dengan jumlah per desa dan segel tiap berkas."),
            size=DESK,
        ),
        Task(
            slug="laporan",
            title=_("Membaca laporan"),
            steps=(
                _("Buka Laporan. Pilih periode, wilayah, dan jenis laporan."),
                _("Laporan SPM membandingkan yang dilayani dengan sasaran tahun itu."),
                _("Tiap laporan menyebut per tanggal berapa angkanya."),
            ),
            picture="pemeriksa-laporan.png",
            shows=_("Rekap keluhan dan rujukan menurut wilayah."),
            size=DESK,
        ),
        Task(
            slug="surat",
            title=_("Memeriksa keaslian surat"),
            steps=(
                _("Pindai kode QR pada surat."),
                _("Halaman itu menyebut nomor, tanggal, penerbit, dan apakah surat masih sah."),
                _("Delapan tanda pertama segel harus sama dengan yang tercetak."),
            ),
            picture="surat.png",
            shows=_("Halaman pemeriksaan surat: keadaan, jenis, nomor, tanggal, penerbit, dan segel."),
        ),
    ),
)

PROVIDER = Guide(
    slug="penyedia",
    title=_("Penyedia layanan"),
    lede=_("Anda menerima rujukan dari Dinas Sosial, melayani warganya, dan melaporkan hasilnya."),
    tasks=(
        Task(
            slug="terima",
            title=_("Menerima atau menolak"),
            steps=(
                _("Buka Rujukan masuk. Yang paling dekat batasnya berdiri di atas."),
                _("Baca layanan yang diminta dan data warga. Hanya data yang Anda perlukan yang tampil."),
                _("Tekan Terima. Bila tidak bisa, tolak dengan alasan, agar warga dicarikan tempat lain."),
            ),
            picture="penyedia-masuk.png",
            shows=_("Daftar rujukan masuk dengan batas jawabnya."),
        ),
        Task(
            slug="tahap",
            title=_("Mencatat tiap tahap"),
            steps=(
                _("Buka rujukan yang Anda terima, lihat Tahap layanan."),
                _("Isi yang ditanyakan pada tahap itu dan foto bukti yang diminta."),
                _("Simpan. Catatan tahap tidak bisa diubah lagi, jadi baca sekali lagi sebelumnya."),
            ),
            picture="penyedia-tahap.png",
            shows=_("Tahap layanan satu rujukan: yang sudah dan yang berikut."),
        ),
        Task(
            slug="selesai",
            title=_("Menyelesaikan"),
            steps=(
                _("Pada tahap terakhir catat hasilnya."),
                _("Warga ditanya apakah sudah tertangani. Jawabannya menutup keluhan."),
                _("Sesudah selesai data warga tidak ditampilkan lagi kepada Anda."),
            ),
            picture="penyedia-selesai.png",
            shows=_("Daftar rujukan yang sudah selesai."),
        ),
    ),
)

ADMIN = Guide(
    slug="admin",
    title=_("Administrator sistem"),
    lede=_("Anda menjaga akun dan mesin. Anda tidak membuka data warga."),
    tasks=(
        Task(
            slug="akun",
            title=_("Membuka dan menutup akun"),
            steps=(
                _("Satu orang satu akun. Pilih peran dan wilayah kerjanya; wilayah menentukan apa yang terlihat."),
                _("Serahkan kata sandi pertama langsung kepada orangnya, lalu minta ia menggantinya."),
                _("Pindah desa atau berhenti? Ubah hari itu juga. Ia keluar pada permintaan berikutnya."),
            ),
            picture="admin-beranda.png",
            shows=_("Beranda administrator."),
            size=DESK,
        ),
        Task(
            slug="kesehatan",
            title=_("Melihat kesehatan sistem"),
            steps=(
                _("Buka Kesehatan. Tiap baris satu bagian, dengan sebabnya bila terganggu."),
                _("Pekerja tidak berdetak? Jalankan ulang pekerja dan penjadwal. Data tidak hilang."),
                _("Petugas menyebut kode kejadian? Cari kode itu di catatan server."),
            ),
            picture="admin-kesehatan.png",
            shows=_("Halaman kesehatan: basis data, antrean, pekerja, ruang foto, cadangan."),
            size=DESK,
        ),
        Task(
            slug="cadangan",
            title=_("Menjaga cadangan"),
            steps=(
                _("Cadangan dibuat tiap malam. Baris Cadangan terakhir harus baik tiap pagi."),
                _("Salin ke gedung lain. Kunci disimpan terpisah, dalam amplop tersegel."),
                _("Tiap tiga bulan pulihkan ke mesin kosong dan catat hasilnya."),
            ),
            picture="admin-kesehatan.png",
            shows=_("Halaman kesehatan: basis data, antrean, pekerja, ruang foto, cadangan."),
            size=DESK,
        ),
    ),
)

OFFICE = (SUPERVISOR, DINSOS, LEADER, AUDITOR, PROVIDER, ADMIN)
