<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" sourcelanguage="en" language="zh_CN">
  <context>
    <name>Unveil</name>
    <message>
      <source>'{}' is ready.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>0: the scene's darkest pixel, 1: its mean.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A clear image of the same place, of a near date, with the same bands on the same grid.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A clear scene of the same place, drawn in the spectra beside the two.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A cloud-free Sentinel-2 raster in DN (reflectance x 10000), bands named B1 to B12 or 13 in that order.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A page with tables, pictures and charts that needs no other file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A raster with VV and VH (calibrated, terrain-corrected), a folder with one file for each, or a SAFE GRD product (folder, manifest.safe or zip).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A row for each image and method. A table of an earlier run is continued, not begun anew.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>About {} of memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>About {} on {} ({} s a tile) and {} of memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Adapt model to a scene</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>After</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All scores by band and class of pixel, for other programs.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>An installed model: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Any number of the installed models.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As Remove clouds takes it. Left empty, the mask detector makes one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>As in Remove clouds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Average the score over a disc (radius, metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Azimuth of the sun (degrees)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Backscatter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bands of Sentinel-2 at 10 m in DN (reflectance x 10000), named B1 to B12, or the 13 of L1C in that order; or a subdataset of a SAFE product.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bands of Sentinel-2 in DN (reflectance x 10000), named B1 to B12, or 13 of L1C in that order; for scl the scene classification of L2A, or a raster with a band SCL.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Beaches, roads and roofs are narrower than clouds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Before</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Benchmark models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brings Sentinel-1 backscatter to the grid of a Sentinel-2 scene and checks how well it lies.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Checkpoint</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Checkpoints (*.pth *.pt *.tar *.ckpt *.safetensors);;All files (*)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choose the Sentinel-2 raster whose grid the radar is brought to.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear gaps that are narrower become cloud.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear raster for the test</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear sky of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clear-sky probability</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Click a pixel of the map to see its spectra.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Close gaps in clouds (radius, metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud cover (%)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud mask</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud mask of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud probability from which a mask counts as cloud</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud score</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud score of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloud-free raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Clouds fade out beyond what a detector finds; 0 leaves its answer as it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloudy Sentinel-2 L1C raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloudy Sentinel-2 raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloudy image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cloudy raster for the test</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Compare before and after</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Compares models and simple methods on a folder of triplets.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Confidence of the shift (0 to 1)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Copy diagnostics</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Correct a shift</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Correlation (mean of the bands)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Covered by radar (%)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Crop (pixels)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Crops of a step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Dark objects that no cloud can shade from there are clear. Empty: from the metadata, if they tell.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Detector</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Device</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Device that really ran</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Divider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Do nothing, mean of the clear pixels, gdal.FillNodata, regression from radar within each image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ERGAS (ratio 1, without B10)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Elevation of the sun (degrees)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Empty: as far as clouds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Empty: from the metadata, else 45.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Empty: the detector's own (spectral 0.2, s2cloudless 0.4).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Empty: the recipe's.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Empty: what the model's card recommends. At most half a tile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Estimate: at most {} tiles to predict; a mask tells how many.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Estimate: {} of {} tiles to predict.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Estimate: {} tiles to predict.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Estimating ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Evaluate a result</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finds clouds and cloud shadows in a Sentinel-2 scene.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fine-tunes a model on a scene's own clear ground, and keeps it where it restores held-out ground better.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Flicker instead of a divider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of training scenes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of triplets</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder of validation scenes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For a raster whose bands have no names: their names in order, such as B2, B3, B4, B8.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>For scores by class of pixel: class codes (0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data), 0 and 1, cloud probability, or the scene classification of L2A; the log says what it was taken for. Left empty, the spectral detector makes one of the cloudy image, if that has the bands of L1C.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From cloud to snow.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From no cloud to cloud.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>GLF-CR's or Cloud-Removal's file of weights, or weights that Unveil's networks were trained to.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Gain on held-out ground (dB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grow clouds and shadows by (metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grow shadows by (metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Grow that mask by (metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Id of the model to use</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Id of the new model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Images compared</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Import model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Install or repair</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Installed. Restart QGIS to use it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its id is made of this: lower-case letters, digits and dashes.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Its id is made of this: lower-case letters, digits and dashes. Empty: the name of the file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep clear pixels of the input</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kind of backscatter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>L1C or L2A: the SAFE folder, its zip, its MTD xml, a folder of band files named after their bands, or one raster with named bands.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>L2A only: the product's scene classification (SCL) on the same grid.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Length of the training. Empty: the number of steps, or the recipe's.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Length of the training; reading and measuring come on top.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Logs and pictures of the training</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Makes a model of published weights (GLF-CR, Cloud-Removal) or of your own.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Makes one raster with named bands on the 10 m grid of a Sentinel-2 product.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mask clouds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mask detector</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mean absolute error (reflectance)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Means with intervals, cloud cover, paired differences and speed, in one file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measure the devices</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measuring ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measuring the speed of {} ...</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Minutes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Models keep clear pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Moves the radar by the whole pixels (up to 11) that the registration check finds, where it can tell.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name of the adapted model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name of the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name of the new model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Named bands on the 10 m grid, DN (reflectance x 10000) without offset, 0 = no data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Names of unnamed bands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Network</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>New rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No build of the package fits the NumPy that QGIS has.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No estimate: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No time: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not measured yet.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Numbers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ONNX Runtime for NVIDIA GPUs (several GB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ONNX Runtime for Windows GPUs (DirectML)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ONNX Runtime for the CPU (70 MB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ONNX Runtime is not installed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Offset that was removed (DN)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only for a mask raster that holds probabilities; 0.5 is 50 %.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only so many images (0: all)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only where clear pixels are kept.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Open the sample project</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Optimiser, rates and loss; auto takes the one of the network and its size.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overlap of tiles (pixels)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>PSNR (dB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Package</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Packages go to {} and are appended to Python's path. By hand:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Page</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels are averaged to cells of this size before they are classified; the mask has the input's pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels compared</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels outside clouds and shadows stay exactly as they are; the change is feathered.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prepare Sentinel-1</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prepare Sentinel-2</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prepared Sentinel-1 raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prepared Sentinel-2 raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Processing level</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Products and rasters (*)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Protocol</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Python ({}) cannot be started.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Quietens single pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Radar raster for the test</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Radiometric offset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Raster on the optical grid: class codes (0 clear, 1 cloud, 2 thin cloud, 3 shadow, 255 no data), 0 and 1, cloud probability, or the scene classification of L2A; the log says what it was taken for. Left empty, the mask detector makes one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Recipe</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove clouds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove narrow clouds (radius, metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Replaces clouds and shadows of a Sentinel-2 scene with the help of Sentinel-1 radar.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Resample onto the result's grid</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Resampling of 20 m and 60 m bands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Resolution (metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Restored pixels (%)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Result to be scored</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Root mean squared error (reflectance)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>SEN12MS-CR as it is unpacked, or folders &lt;id&gt; with s1.tif, s2_cloudy.tif and s2_clear.tif.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>SEN12MS-CR, folders with s1.tif, s2_cloudy.tif and s2_clear.tif or s1.tif and s2.tif, or clear scenes.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>SSIM</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Scene classification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Scene classification of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Scenes of other places, to score on. Empty: one place in ten of the training scenes, if there are ten.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Score from which a pixel is cloud</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Scores a cloud-free raster against a clear reference.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Second file, where each holds one polarisation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Self-test, {}: {} dB</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentinel-1 VV and VH in dB, of the same place.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentinel-1 radar</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentinel-1 radar raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentinel-2 L1C, 13 bands in DN.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentinel-2 product or raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sentinel-2 raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shadow cover (%)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shift of the radar downwards (pixels)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shift of the radar to the right (pixels)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side of what a step sees. Empty: the recipe's.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Simple methods too</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smaller ones become clear.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smallest cloud or shadow (square metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Spectral angle (degrees)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Spectral: ramp of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Spectral: shadow threshold in blue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Spectral: shadow threshold in infrared</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Spread evenly over the folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped; nothing was changed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped; what is done stands in {}, and the next run goes on there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sun at azimuth {:.0f} and elevation {:.0f} degrees: shadows that no cloud can cast are clear.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Table</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The cloudy raster's place and grid without clouds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The detector's score or probability, 0 to 1; scl has none.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The folder {} cannot be written to: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The hazy rims of clouds look clear to a detector. A mask raster of yours is taken as it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The layer '{}' is no raster file but comes from '{}'; export it as a GeoTIFF first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The layer '{}' is no raster file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The new packages cannot take the place of the old ones ({}): restart QGIS and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The optical raster's grid, bands, names, data type and nodata.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The optical scene whose grid the radar is brought to.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The package index cannot be reached; check the connection, or copy the folder from another computer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The package index's certificate was refused; ask who runs this network.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The proxy refused; check QGIS's proxy in Options &gt; Network.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The radar raster is the optical raster; choose the Sentinel-1 raster, with one band VV and one band VH.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The radar raster is the optical raster; choose the Sentinel-1 raster.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The runtime folder cannot be written to; check its rights.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The same seed draws the same samples.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The same seed holds out the same blocks and draws the same clouds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The scene that clouds are to be removed from, as Remove clouds takes it; L1C or L2A.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The test needs all three rasters: cloudy, radar and clear; or none.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The training ends at this step at the latest.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The training was {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There are {:.1f} GB free in {}, and {:.1f} GB are needed; make room and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no build of the package for this Python.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no model to measure with.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no space left on the disk; make room and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This Python has no pip; install it (python3-pip on Linux, OSGeo4W setup on Windows).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiles copied</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiles predicted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Train model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Trains one of the four networks on your own scenes.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Units</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Units of the input</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unveil</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Used for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>VH (or VV), if the first file holds the other one only.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>VV and VH in dB on the grid of the Sentinel-2 raster; NaN = no data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>VV and VH, terrain-corrected sigma0 in dB, of a date near the optical one; any grid that overlaps.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Version</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What makes the mask where none is given; Mask clouds explains them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the file holds; for a SAFE product, what it is calibrated to. auto: what names in the file say, else sigma0. The models were trained on sigma0.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the network itself takes for clear, 0 to 1; models of IB-HFN only. Every tile is predicted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the result was made of; its own scores stand beside the result's as “do nothing”.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where grids differ: bilinear, the mask by nearest neighbour. It smooths, which changes scores.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Whether an adapted model was installed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Which of the four networks is trained.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Width of the transition round clouds (metres)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>above and below</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto takes the NVIDIA GPU where PyTorch finds one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto takes the best device that really works; the log says which one ran.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto takes the best device that really works; the page says which one ran.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto: by metadata, file name and bands (without B10 it is L2A).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto: told by the values, and said in the log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto: what the metadata say, and a refusal where there are none and the values look as if +1000 were still in. 1000 or none: for files without metadata whose history you know.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>clear</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cloud</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cloud shadow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>compact trains on a processor in an hour; the paper's sizes need a GPU and days.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cubic: smooth; nearest: values stay exactly those of the product.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>full: all valid pixels. glf-cr: the middle 128 pixels with the SSIM of GLF-CR's code. uncrtaints: the whole patch with the SSIM of UnCRtainTS's code.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>it said nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>left and right</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not installed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pip failed: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>spectral: thresholds on reflectance with shadow (L1C). spectral-attention: its variant pixel by pixel (L1C). s2cloudless: boosted trees, haze included (L1C, package s2cloudless). csmask: a network for cloud and shadow (L1C and L2A, package ukis-csmask). scl: the classification that L2A carries.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>thin cloud</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>where constraints.txt holds: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{:.2f} % cloud, {:.2f} % shadow of the valid pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} are installed together, and the one that came last hides the devices of the other; choose one below and install it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} is no raster that can be read: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} prepared</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} without clouds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: a tile of {} x {} pixels through {} took {:.2f} s</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
